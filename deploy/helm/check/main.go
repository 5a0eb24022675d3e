// What `helm template` printed, checked: every manifest against the API's own types, strictly, and every pod against the
// Pod Security Standard "restricted" by the very code of the API server. Reads standard input; says what is wrong, and
// ends with 1 if anything is.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	disruption "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	security "k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	strict "sigs.k8s.io/yaml"
)

// The types we can hold a manifest against.
var known = map[string]func() any{
	"apps/v1/Deployment":                     func() any { return &apps.Deployment{} },
	"apps/v1/StatefulSet":                    func() any { return &apps.StatefulSet{} },
	"autoscaling/v2/HorizontalPodAutoscaler": func() any { return &autoscaling.HorizontalPodAutoscaler{} },
	"networking.k8s.io/v1/Ingress":           func() any { return &networking.Ingress{} },
	"networking.k8s.io/v1/NetworkPolicy":     func() any { return &networking.NetworkPolicy{} },
	"policy/v1/PodDisruptionBudget":          func() any { return &disruption.PodDisruptionBudget{} },
	"v1/ConfigMap":                           func() any { return &core.ConfigMap{} },
	"v1/PersistentVolumeClaim":               func() any { return &core.PersistentVolumeClaim{} },
	"v1/Service":                             func() any { return &core.Service{} },
	"v1/ServiceAccount":                      func() any { return &core.ServiceAccount{} },
}

// The operators' own types, which would bring half the world with them.
var unchecked = map[string]bool{
	"keda.sh/v1alpha1/ScaledObject":          true,
	"gateway.networking.k8s.io/v1/HTTPRoute": true,
	"kafka.strimzi.io/v1/Kafka":              true,
	"kafka.strimzi.io/v1/KafkaNodePool":      true,
	"monitoring.coreos.com/v1/PodMonitor":    true,
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	documents := yaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	counts, bad := map[string]int{}, 0
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			panic(err)
		}
		result, problems := check(document, evaluator)
		counts[result]++
		for _, problem := range problems {
			fmt.Println("✗", problem)
			bad++
		}
	}
	fmt.Printf("%d checked against types, %d of an operator's own kind and not checked, %d problems\n",
		counts["checked"], counts["unchecked"], bad)
	if bad > 0 || counts["checked"] == 0 {
		os.Exit(1)
	}
}

func check(document []byte, evaluator policy.Evaluator) (string, []string) {
	var head meta.PartialObjectMetadata
	if err := strict.Unmarshal(document, &head); err != nil {
		return "bad", []string{err.Error()}
	}
	if head.Kind == "" {
		return "empty", nil
	}
	kind := head.APIVersion + "/" + head.Kind
	if unchecked[kind] {
		return "unchecked", nil
	}
	make, found := known[kind]
	if !found {
		return "bad", []string{kind + " " + head.Name + ": a kind that the check does not know"}
	}
	object := make()
	if err := strict.UnmarshalStrict(document, object); err != nil {
		return "bad", []string{kind + " " + head.Name + ": " + err.Error()}
	}
	switch typed := object.(type) {
	case *apps.Deployment:
		return "checked", restricted(head.Name, &typed.Spec.Template, evaluator)
	case *apps.StatefulSet:
		return "checked", restricted(head.Name, &typed.Spec.Template, evaluator)
	}
	return "checked", nil
}

func restricted(name string, template *core.PodTemplateSpec, evaluator policy.Evaluator) []string {
	var problems []string
	level := security.LevelVersion{Level: security.LevelRestricted, Version: security.LatestVersion()}
	for _, result := range evaluator.EvaluatePod(level, &template.ObjectMeta, &template.Spec) {
		if !result.Allowed {
			problems = append(problems, name+": "+result.ForbiddenReason+": "+result.ForbiddenDetail)
		}
	}
	return problems
}
