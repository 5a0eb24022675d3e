package io.spillway.contract.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ClusterFileMistakesTest {
    private static final String PROVIDERS = "providers: {openai: {kind: openai}, gguf: {kind: gguf}}\n";
    private static final String TARGETS = PROVIDERS + "targets: {openai/gpt: {}, gguf/demo: {}}\n";
    private static final String CANARY = "routes: {chat: {targets: [gguf/demo], strategy: canary, ";
    private static final String RULES = "routes: {chat: {targets: [gguf/demo], rules: [";
    private static final String DURATION = "should be an ISO 8601 duration such as PT0.5S, PT10M or PT24H, not ";

    @TempDir
    Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("", "spillway.yaml: is empty; see docs/configuration.md"),
                arguments("# nothing yet\n", "spillway.yaml: is empty; see docs/configuration.md"),
                arguments("- a\n", "spillway.yaml:1: should be a mapping (key: value)"),
                arguments("hello\n", "spillway.yaml:1: should be a mapping (key: value)"),
                arguments(
                        "{}\n",
                        "spillway.yaml:1: 'targets' is missing or empty: name at least one model, e.g."
                                + " openai/gpt-4.1-mini: {}"),
                arguments(
                        PROVIDERS + "targets:\n",
                        "spillway.yaml:1: 'targets' is missing or empty: name at least one model, e.g."
                                + " openai/gpt-4.1-mini: {}"),
                arguments(
                        "providers: {\n",
                        "spillway.yaml:2: not YAML: expected the node content, but found '<stream end>'"),
                arguments("a: b: c\n", "spillway.yaml:1: not YAML: mapping values are not allowed here"),
                arguments(
                        "a: b\n\tc: d\n",
                        "spillway.yaml:2: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"),
                arguments("a: *nobody\n", "spillway.yaml:1: not YAML: found undefined alias nobody"),
                arguments("a: 1\n---\nb: 2\n", "spillway.yaml:2: not YAML: but found another document"),
                // Keys
                arguments(
                        TARGETS + "rutes: {}\n",
                        "spillway.yaml:3: rutes: is not known here; did you mean 'routes'? Known are providers, targets,"
                                + " routes, tiers, cors, webhooks, last-resort, engines"),
                arguments(
                        TARGETS + "quotas: {}\n",
                        "spillway.yaml:3: quotas: is not known here; known are providers, targets, routes, tiers, cors, webhooks, last-resort,"
                                + " engines"),
                arguments(
                        "providers:\n  openai:\n    kind: openai\n    baseurl: http://localhost\n",
                        "spillway.yaml:4: providers.openai.baseurl: is not known here; did you mean 'base-url'? Known are"
                                + " kind, base-url, keys, reserve-keys, health"),
                arguments(
                        "providers: {gguf: {kind: gguf, keys: [\"${KEY}\"]}}\n",
                        "spillway.yaml:1: providers.gguf.keys: is not known here; known are kind, models-dir, engine-path, engine"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {slots: 2}}\n",
                        "spillway.yaml:2: targets.openai/gpt.slots: is not known here; known are model, label, pool,"
                                + " types, region, defaults, timeouts, limits, price, context, trim, cooldown"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {contxt: 2}}\n",
                        "spillway.yaml:2: targets.gguf/demo.contxt: is not known here; did you mean 'context'? Known are"
                                + " sha256, auto, source, preset, context, slots, gpu-layers, flash-attention, kv-type, threads,"
                                + " mmap, prompt-cache, format, gpu, engine-path, engine, model, label, pool, types, region,"
                                + " defaults, timeouts,"
                                + " limits, price, trim, cooldown"),
                arguments(
                        TARGETS + "engines: {memory: 8GB}\n",
                        "spillway.yaml:3: engines.memory: is not known here; known are memory-budget, minimum-stay,"
                                + " max-model-size, offline, without-gpu"),
                // Models and engines
                arguments(
                        TARGETS + "engines: {memory-budget: 8 gigs}\n",
                        "spillway.yaml:3: engines.memory-budget: should be a size such as 500MB, 8GB or 7.5GB"),
                arguments(
                        TARGETS + "engines: {minimum-stay: PT25H}\n",
                        "spillway.yaml:3: engines.minimum-stay: should be PT24H or shorter"),
                arguments(
                        TARGETS + "engines: {without-gpu: wait}\n",
                        "spillway.yaml:3: engines.without-gpu: should be cpu or not-ready"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {preset: phi2}}\n",
                        "spillway.yaml:2: targets.gguf/demo.preset: 'phi2' is no preset; did you mean 'phi-2'? Known are"
                                + " qwen2.5-0.5b-instruct, tinyllama-1.1b-chat, llama-3.2-1b-instruct, phi-2,"
                                + " llama-3.2-3b-instruct, mistral-7b-instruct, neural-chat-7b"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {preset: phi-2, source: phi.gguf}}\n",
                        "spillway.yaml:2: targets.gguf/demo.preset: already says where the file is; leave out 'source'"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {auto: [phi-2], preset: phi-2}}\n",
                        "spillway.yaml:2: targets.gguf/demo.auto: already says what is loaded; leave out 'source' and"
                                + " 'preset'"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {kv-type: q8_0}}\n",
                        "spillway.yaml:2: targets.gguf/demo.kv-type: needs 'flash-attention: true' beside it, unless it is"
                                + " f16"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {format: chatlm}}\n",
                        "spillway.yaml:2: targets.gguf/demo.format: 'chatlm' is no prompt format; did you mean 'chatml'?"
                                + " Known are chatml, qwen2.5, zephyr, llama3, llama3.2, llama2, mistral-v1, phi2, phi3,"
                                + " neural-chat, gemma"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {limits: {rps: 60}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.limits.rps: is not known here; did you mean 'rpm'? Known are concurrency, rpm, tpm"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {timeouts: {conect: PT1S}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.timeouts.conect: is not known here; did you mean 'connect'?"
                                + " Known are connect, first-token, between-tokens, total"),
                arguments(
                        TARGETS + "routes:\n  chat:\n    targets: [{target: gguf/demo, patient: PT1S}]\n",
                        "spillway.yaml:5: routes.chat.targets.patient: is not known here; did you mean 'patience'? Known"
                                + " are target, patience, weight"),
                arguments(
                        "providers:\n  a: {kind: gguf}\n  b: {kind: gguf}\n  a: {kind: gguf}\n",
                        "spillway.yaml:4: providers.a: stands here twice; keep one"),
                arguments(TARGETS + "targets: {}\n", "spillway.yaml:3: targets: stands here twice; keep one"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {defaults: {a: 1, a: 2}}}\n",
                        "spillway.yaml:2: targets.gguf/demo.defaults.a: stands here twice; keep one"),
                arguments("? [a]\n: b\n", "spillway.yaml:1: should be a single value"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {region: \"EU west\"}}\n",
                        "spillway.yaml:2: targets.openai/gpt.region: should be 1 to 32 of a-z 0-9 -, such as eu"),
                // Answers of last resort
                arguments(
                        TARGETS + "last-resort: {embedding: {zero: true}}\n",
                        "spillway.yaml:3: last-resort.embedding: is not known here; known are chat, image, speech"),
                arguments(
                        TARGETS + "last-resort: {chat: sorry}\n",
                        "spillway.yaml:3: last-resort.chat: should be a mapping (key: value)"),
                arguments(
                        TARGETS + "last-resort: {chat: {}}\n", "spillway.yaml:3: last-resort.chat: 'text' is missing"),
                arguments(
                        TARGETS + "last-resort: {chat: {text: \" \"}}\n",
                        "spillway.yaml:3: last-resort.chat.text: should not be blank: an answer of blanks is none"),
                arguments(
                        TARGETS + "last-resort: {image: {placeholder: grey}}\n",
                        "spillway.yaml:3: last-resort.image.placeholder: should be true or false"),
                // Providers
                arguments(
                        "providers:\n  openai:\n",
                        "spillway.yaml:2: providers.openai: is empty; write {} for all defaults"),
                arguments("providers: {openai: {}}\n", "spillway.yaml:1: providers.openai: 'kind' is missing"),
                arguments("providers: []\n", "spillway.yaml:1: providers: should be a mapping (key: value)"),
                arguments(
                        "providers: {openai: {kind: opanai}}\n",
                        "spillway.yaml:1: providers.openai.kind: 'opanai' is not a kind of provider; did you mean"
                                + " 'openai'? Known are openai, anthropic, gemini, ollama, device, gguf"),
                arguments(
                        "providers: {mistral: {kind: mistral}}\n",
                        "spillway.yaml:1: providers.mistral.kind: 'mistral' is not a kind of provider; known are openai,"
                                + " anthropic, gemini, ollama, device, gguf"),
                arguments(
                        "providers: {a: {kind: anthropic, pull: true}}\n",
                        "spillway.yaml:1: providers.a.pull: is not known here; known are kind, base-url, keys,"
                                + " reserve-keys, health"),
                arguments(
                        "providers: {a: {kind: ollama, pull: often}}\n",
                        "spillway.yaml:1: providers.a.pull: should be true or false"),
                arguments(
                        "providers: {a: {kind: ollama, health: {every: PT1M}}}\n",
                        "spillway.yaml:1: providers.a.health: 'path' is missing"),
                arguments(
                        "providers: {a: {kind: ollama, health: {path: api/tags}}}\n",
                        "spillway.yaml:1: providers.a.health.path: should be a path below base-url that begins with /,"
                                + " such as /models"),
                arguments(
                        "providers: {a: {kind: ollama, health: {path: /api/tags, every: PT0.1S}}}\n",
                        "spillway.yaml:1: providers.a.health.every: should be PT1S or longer"),
                arguments(
                        "providers: {OpenAI: {kind: openai}}\n",
                        "spillway.yaml:1: providers.OpenAI: a provider's name is of a-z 0-9 _ . - only"),
                arguments(
                        "providers:\n  openai:\n    kind: openai\n    keys:\n      - \"${KEY}\"\n      - sk-live-123\n",
                        "spillway.yaml:6: providers.openai.keys: a key must not stand in the file; write"
                                + " ${NAME_OF_A_VARIABLE} and set that variable"),
                arguments(
                        "providers: {openai: {kind: openai, keys: [\"sk-${KEY}\"]}}\n",
                        "spillway.yaml:1: providers.openai.keys: a key must not stand in the file; write"
                                + " ${NAME_OF_A_VARIABLE} and set that variable"),
                arguments(
                        "providers: {openai: {kind: openai, keys: \"${KEY}\"}}\n",
                        "spillway.yaml:1: providers.openai.keys: should be a list: [a, b]"),
                arguments(
                        "providers: {openai: {kind: openai, base-url: \"${NOWHERE}/v1\"}}\n",
                        "spillway.yaml:1: providers.openai.base-url: the environment variable NOWHERE is not set; set it,"
                                + " or give a default: ${NOWHERE:…}"),
                arguments(
                        "providers: {openai: {kind: openai, base-url: localhost:1234}}\n",
                        "spillway.yaml:1: providers.openai.base-url: should be an http(s) address such as"
                                + " https://api.openai.com/v1"),
                arguments(
                        "providers: {openai: {kind: openai, base-url: \"http://a b\"}}\n",
                        "spillway.yaml:1: providers.openai.base-url: should be an http(s) address such as"
                                + " https://api.openai.com/v1"),
                arguments(
                        "providers: {gguf: {kind: gguf, models-dir: \"a\\0b\"}}\n",
                        "spillway.yaml:1: providers.gguf.models-dir: is no path of this machine"),
                // Targets
                arguments(
                        PROVIDERS + "targets: {gpt: {}}\n",
                        "spillway.yaml:2: targets.gpt: 'gpt' should be provider/model, e.g. openai/gpt-4.1-mini"),
                arguments(
                        PROVIDERS + "targets: {opnai/gpt: {}}\n",
                        "spillway.yaml:2: targets.opnai/gpt: there is no provider 'opnai'; did you mean 'openai'? Known"
                                + " are openai, gguf"),
                arguments(
                        "targets: {openai/gpt: {}}\n",
                        "spillway.yaml:1: targets.openai/gpt: there is no provider 'openai'; none is known"),
                arguments(
                        PROVIDERS + "targets:\n  openai/gpt:\n  gguf/demo: {}\n",
                        "spillway.yaml:3: targets.openai/gpt: is empty; write {} for all defaults"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {pool: cpu}}\n",
                        "spillway.yaml:2: targets.gguf/demo.pool: should be local, gpu or cloud"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {pool: cloud}}\n",
                        "spillway.yaml:2: targets.gguf/demo.pool: a gguf model runs in the pool local or gpu"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {pool: gpu}}\n",
                        "spillway.yaml:2: targets.openai/gpt.pool: should be cloud"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {types: [chat, chats]}}\n",
                        "spillway.yaml:2: targets.openai/gpt.types: 'chats' is no type; did you mean 'chat'? Known are"
                                + " chat, embedding, speech, image"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {types: chat}}\n",
                        "spillway.yaml:2: targets.openai/gpt.types: should be a list: [a, b]"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {label: [a]}}\n",
                        "spillway.yaml:2: targets.openai/gpt.label: should be a single value"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {defaults: 5}}\n",
                        "spillway.yaml:2: targets.openai/gpt.defaults: should be a mapping (key: value)"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {defaults: &a {x: *a}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.defaults: contains itself"),
                arguments(
                        PROVIDERS + "targets:\n  openai/gpt:\n    timeouts:\n      total: 5m\n",
                        "spillway.yaml:5: targets.openai/gpt.timeouts.total: " + DURATION + "'5m'"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {timeouts: {total: PT-5S}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.timeouts.total: " + DURATION + "'PT-5S'"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {limits: {concurrency: many}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.limits.concurrency: should be a whole number from 1 to"
                                + " 100000"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {limits: {concurrency: 0}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.limits.concurrency: should be a whole number from 1 to"
                                + " 100000"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {price: {input: -1}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.price.input: should be a number of 0 or more, such as 0.30"),
                arguments(
                        PROVIDERS + "targets: {openai/gpt: {price: {output: free}}}\n",
                        "spillway.yaml:2: targets.openai/gpt.price.output: should be a number of 0 or more, such as 0.30"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {context: 63}}\n",
                        "spillway.yaml:2: targets.gguf/demo.context: should be a whole number from 64 to 1048576"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {sha256: abc}}\n",
                        "spillway.yaml:2: targets.gguf/demo.sha256: should be 64 hex digits"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {source: \"hf:owner/file.gguf\"}}\n",
                        "spillway.yaml:2: targets.gguf/demo.source: should be hf:owner/repository/file.gguf"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {source: \"hf://x.gguf\"}}\n",
                        "spillway.yaml:2: targets.gguf/demo.source: should be hf:owner/repository/file.gguf"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {source: \"https://a b/x.gguf\"}}\n",
                        "spillway.yaml:2: targets.gguf/demo.source: should be an http(s) address such as"
                                + " https://example.org/model.gguf"),
                arguments(
                        PROVIDERS + "targets: {gguf/demo: {source: \"x\\0.gguf\"}}\n",
                        "spillway.yaml:2: targets.gguf/demo.source: is no path of this machine"),
                // Routes
                arguments(
                        TARGETS + "routes:\n  chat:\n    targets: [gguf/dmo]\n",
                        "spillway.yaml:5: routes.chat.targets: there is no target 'gguf/dmo'; did you mean 'gguf/demo'?"
                                + " Known are openai/gpt, gguf/demo"),
                arguments(
                        TARGETS + "routes:\n  chat:\n    targets:\n      - gguf/demo\n      - {target: gguf/demo}\n",
                        "spillway.yaml:7: routes.chat.targets: gguf/demo stands in this route twice"),
                arguments(
                        TARGETS + "routes: {chat: {}}\n",
                        "spillway.yaml:3: routes.chat: 'targets' is missing or empty: name at least one target"),
                arguments(
                        TARGETS + "routes: {chat: {targets: []}}\n",
                        "spillway.yaml:3: routes.chat: 'targets' is missing or empty: name at least one target"),
                arguments(
                        TARGETS + "routes: {chat: {targets: gguf/demo}}\n",
                        "spillway.yaml:3: routes.chat.targets: should be a list: [a, b]"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [[gguf/demo]]}}\n",
                        "spillway.yaml:3: routes.chat.targets: should be a single value"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [{patience: PT1S}]}}\n",
                        "spillway.yaml:3: routes.chat.targets: 'target' is missing"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], strategy: cheap}}\n",
                        "spillway.yaml:3: routes.chat.strategy: 'cheap' is not a strategy; known are ordered,"
                                + " round-robin, weighted, cheapest, fastest, adaptive, canary, sticky"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], strategy: canary}}\n",
                        "spillway.yaml:3: routes.chat.strategy: wants canary: {target: …, percent: …}"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], strategy: sticky}}\n",
                        "spillway.yaml:3: routes.chat.strategy: wants sticky: {by: tenant, user or metadata.<key>}"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], canary: {target: gguf/demo, percent: 5}}}\n",
                        "spillway.yaml:3: routes.chat.canary: is for the strategy canary only, and this one is ordered"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], sticky: {by: user}}}\n",
                        "spillway.yaml:3: routes.chat.sticky: is for the strategy sticky only, and this one is ordered"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [{target: gguf/demo, weight: 2}]}}\n",
                        "spillway.yaml:3: routes.chat.targets: a weight is for the strategy weighted only, and this one"
                                + " is ordered"),
                arguments(
                        TARGETS + "routes: {chat: {strategy: weighted, targets: [{target: gguf/demo, weight: -1}]}}\n",
                        "spillway.yaml:3: routes.chat.targets.weight: should be a whole number from 0 to 1000000"),
                arguments(
                        TARGETS + CANARY + "canary: {target: openai/gpt, percent: 5}}}\n",
                        "spillway.yaml:3: routes.chat.canary.target: 'openai/gpt' is no target of this route; known are"
                                + " gguf/demo"),
                arguments(
                        TARGETS + CANARY + "canary: {target: gguf/demo, percent: 101}}}\n",
                        "spillway.yaml:3: routes.chat.canary.percent: should be a whole number from 0 to 100"),
                arguments(
                        TARGETS + CANARY + "canary: {target: gguf/demo}}}\n",
                        "spillway.yaml:3: routes.chat.canary: 'percent' is missing"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], strategy: sticky, sticky: {by: mood}}}\n",
                        "spillway.yaml:3: routes.chat.sticky.by: should be tenant, user or metadata.<key>"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], fallback: perhaps}}\n",
                        "spillway.yaml:3: routes.chat.fallback: should be true or false"),
                arguments(
                        TARGETS + RULES + "{targets: [gguf/demo]}]}}\n",
                        "spillway.yaml:3: routes.chat.rules: 'when' is missing: say which jobs the rule is for"),
                arguments(
                        TARGETS + RULES + "{when: {}, targets: [gguf/demo]}]}}\n",
                        "spillway.yaml:3: routes.chat.rules.when: is empty: say which jobs the rule is for"),
                arguments(
                        TARGETS + RULES + "{when: {images: true}}]}}\n",
                        "spillway.yaml:3: routes.chat.rules: 'targets' is missing or empty: name at least one target"),
                arguments(
                        TARGETS + RULES + "{when: {type: chatt}, targets: [gguf/demo]}]}}\n",
                        "spillway.yaml:3: routes.chat.rules.when.type: 'chatt' is no type; did you mean 'chat'? Known are"
                                + " chat, embedding, speech, image"),
                arguments(
                        TARGETS + RULES + "{when: {tokens: {}}, targets: [gguf/demo]}]}}\n",
                        "spillway.yaml:3: routes.chat.rules.when.tokens: 'over' is missing"),
                arguments(
                        TARGETS + RULES + "{when: {metadata: {plan: }}, targets: [gguf/demo]}]}}\n",
                        "spillway.yaml:3: routes.chat.rules.when.metadata.plan: is empty"),
                // Cooldowns and devices
                arguments(
                        "providers: {a: {kind: openai}}\ntargets: {a/b: {cooldown: PT0S}}\n",
                        "spillway.yaml:2: targets.a/b.cooldown: should be from PT1S to PT24H"),
                arguments(
                        "providers: {gguf: {kind: gguf}}\ntargets: {gguf/b: {cooldown: PT1M}}\n",
                        "spillway.yaml:2: targets.gguf/b.cooldown: is for models that are called over HTTP"),
                arguments(
                        "providers: {phone: {kind: device}}\n",
                        "spillway.yaml:1: providers.phone: 'devices' is missing: devices: {allow: [192.168.0.0/16]} says at"
                                + " which addresses the device may be"),
                arguments(
                        "providers: {phone: {kind: device, devices: {allow: [home]}}}\n",
                        "spillway.yaml:1: providers.phone.devices.allow: should be a range of addresses such as"
                                + " 192.168.0.0/16"),
                arguments(
                        "providers: {phone: {kind: device, devices: {allow: []}}}\n",
                        "spillway.yaml:1: providers.phone.devices: 'allow' is missing or empty: name at least one range,"
                                + " such as 192.168.0.0/16"),
                // Trimming
                arguments(
                        "providers: {a: {kind: openai}}\ntargets: {a/b: {trim: true}}\n",
                        "spillway.yaml:2: targets.a/b.trim: needs 'context' beside it: the tokens that this model can read"
                                + " and write"),
                arguments(
                        PROVIDERS + "targets: {gguf/b: {engine: lama-server}}\n",
                        "spillway.yaml:2: targets.gguf/b.engine: 'lama-server' is no engine; did you mean 'llama-server'?"
                                + " Known are java-llama.cpp, llama-server"),
                arguments(
                        "providers: {gguf: {kind: gguf, engine-path: ./llama-server}}\n",
                        "spillway.yaml:1: providers.gguf.engine-path: needs 'engine: llama-server' beside it"),
                arguments(
                        PROVIDERS + "targets: {gguf/b: {types: [chat, embedding]}}\n",
                        "spillway.yaml:2: targets.gguf/b.types: of a gguf model should be [chat] or [embedding]"),
                // Tiers
                arguments(
                        TARGETS + "tiers: {cloud: [gguf/demo], device: [gguf/demo]}\n",
                        "spillway.yaml:3: tiers.device: gguf/demo stands in two tiers"),
                arguments(
                        TARGETS + "cors: {origins: [\"https://app.example.com/\"]}\n",
                        "spillway.yaml:3: cors.origins: 'https://app.example.com/' should be as https://app.example.com,"
                                + " in lower case and without a path, or *"),
                arguments(
                        TARGETS + "webhooks: {allow: [10.1.0.0/33]}\n",
                        "spillway.yaml:3: webhooks.allow: '10.1.0.0/33' should be a range of addresses, as 10.1.0.0/16 or"
                                + " fd12:3456::/32"),
                arguments(
                        TARGETS + "webhooks: {allow: [localhost]}\n",
                        "spillway.yaml:3: webhooks.allow: 'localhost' should be a range of addresses, as 10.1.0.0/16 or"
                                + " fd12:3456::/32"),
                arguments(
                        TARGETS + "tiers: {phone: [gguf/demo]}\n",
                        "spillway.yaml:3: tiers.phone: is not known here; known are cloud, server, device"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], attempts-per-target: 0}}\n",
                        "spillway.yaml:3: routes.chat.attempts-per-target: should be a whole number from 1 to 100"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], backoff: [PT1S, soon]}}\n",
                        "spillway.yaml:3: routes.chat.backoff: " + DURATION + "'soon'"),
                arguments(
                        TARGETS + "routes: {chat: {targets: [gguf/demo], backoff: PT1S}}\n",
                        "spillway.yaml:3: routes.chat.backoff: should be a list: [a, b]"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void aMistakeIsNamedWithItsPlace(String text, String message) throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("spillway.yaml"), text);

        // Then
        assertThatThrownBy(() -> ClusterFile.read(file, Map.of("KEY", "sk-1")::get))
                .isInstanceOf(ConfigError.class)
                .hasMessage(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        // Given
        Path file = folder.resolve("nowhere.yaml");

        // Then
        assertThatThrownBy(() -> ClusterFile.read(file, _ -> null))
                .isInstanceOf(ConfigError.class)
                .hasMessage(file + ": there is no such file");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        // Given
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        Path control = Files.writeString(folder.resolve("control.yaml"), "a: \u0007\n");

        // Then
        assertThatThrownBy(() -> ClusterFile.read(latin, _ -> null))
                .isInstanceOf(ConfigError.class)
                .hasMessage(latin + ": is not UTF-8 text");
        assertThatThrownBy(() -> ClusterFile.read(control, _ -> null))
                .isInstanceOf(ConfigError.class)
                .hasMessage("control.yaml: not YAML: special characters are not allowed");
    }

    @Test
    void aMutatedFileIsReadOrRefusedAndNothingElse() throws IOException {
        RandomGenerator random = new SplittableRandom(20_261_121);
        String seed = TARGETS + """
                routes: {chat: {targets: [openai/gpt, {target: gguf/demo, patience: PT1S, weight: 3}], backoff: [PT1S],
                  strategy: weighted, rules: [{when: {images: true, metadata: {k: v}}, targets: [openai/gpt]}]}}
                tiers: {cloud: [openai/gpt], device: [gguf/demo]}
                """;
        String full = Files.readString(Repository.file("spillway.yaml"), StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            // Given
            String text = mutated(random.nextBoolean() ? seed : full, random);
            Path file = Files.write(folder.resolve("spillway.yaml"), text.getBytes(StandardCharsets.UTF_8));

            // Then
            try {
                assertThat(ClusterFile.read(file, _ -> null).targets()).isNotEmpty();
            } catch (ConfigError e) {
                assertThat(e.getMessage()).as(text).startsWith("spillway.yaml:").doesNotContain("\n");
            } catch (RuntimeException e) {
                fail(text, e);
            }
        }
    }

    private static String mutated(String seed, RandomGenerator random) {
        String text = seed;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(10));
            text = text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
        }
        return text;
    }

    private static final List<String> PIECES = List.of(
            "",
            "{",
            "}",
            "[",
            "]",
            ":",
            ", ",
            "\n",
            "\t",
            "- ",
            "? ",
            "&a ",
            "*a",
            "!!int ",
            "\"",
            "'",
            "|",
            ">",
            "%",
            "@",
            "${",
            "${X}",
            "${X:1}",
            "hf:",
            "https://",
            "\\0",
            "~",
            "null",
            "#",
            "---\n",
            "\u0000",
            "\ud83d\ude00");
}
