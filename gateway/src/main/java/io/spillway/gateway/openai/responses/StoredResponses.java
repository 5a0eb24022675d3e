package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.JobType;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.admission.Payloads;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.openai.AnswerId;
import io.spillway.gateway.openai.CallOptions;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Complaints;
import io.spillway.gateway.submission.OpenCall;
import io.spillway.gateway.submission.Place;
import io.spillway.gateway.submission.Submission;
import io.spillway.gateway.watching.Found;
import io.spillway.gateway.watching.Lookout;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds responses by their ids: to show them, and to go on from them. */
@Singleton
public class StoredResponses {
    private static final String NOT_STORED = "There is no such response, or it was not stored.";

    private final Lookout lookout;
    private final Payloads payloads;

    StoredResponses(Lookout lookout, Payloads payloads) {
        this.lookout = lookout;
        this.payloads = payloads;
    }

    /** The job of the response {@code id}. */
    JobView response(String id, TenantId tenant) throws Refusal {
        return AnswerId.jobOfResponse(id)
                .map(job -> whole(Found.orRefused(lookout.look(job, tenant))))
                .filter(StoredResponses::stored)
                .orElseThrow(() -> Refusal.of(Problem.Kind.NOT_FOUND, NOT_STORED));
    }

    /** What the request {@code asked} comes to, after the response it goes on from. */
    Submission submission(ObjectNode asked, CallOptions options, TenantId tenant) throws Refusal {
        Complaints complaints = Complaints.tolerant();
        Place root = new Place("", complaints);
        ResponseRequest.check(root, asked);
        ObjectNode chat = ResponseRequest.chat(root, asked, before(root, asked.path("previous_response_id"), tenant));
        if (!complaints.isEmpty()) {
            throw Refusal.of(Problem.Kind.INVALID, complaints.errors());
        }
        OpenCall.Options job = options.job().with(ResponseRequest.ours(asked));
        return RequestBytes.accepted(OpenCall.read(JobType.CHAT, chat, job, asked));
    }

    /** The conversation so far: a job holds all the messages it was asked with, so the last one is enough. */
    private List<JsonNode> before(Place root, JsonNode previous, TenantId tenant) {
        if (!previous.isTextual()) {
            return List.of();
        }
        Optional<JobView> found = AnswerId.jobOfResponse(previous.textValue())
                .map(job -> lookout.look(job, tenant))
                .filter(look -> !(look instanceof Look.Unknown))
                .map(Found::orRefused)
                .map(this::whole)
                .filter(StoredResponses::stored);
        if (found.isEmpty()) {
            root.at("previous_response_id").wrong("names no response that is stored here");
            return List.of();
        }
        if (found.get().status() != JobStatus.COMPLETED) {
            root.at("previous_response_id")
                    .wrong("names a response that is " + found.get().status().word() + ", not completed");
            return List.of();
        }
        return Stream.concat(
                        ResponseRequest.messages(found.get().job()).stream(),
                        found.get().output().stream()
                                .map(output -> InputItems.answered(output.body().path("message"))))
                .toList();
    }

    /** A long conversation lies in the artifact store, and with it what the gateway noted in it. */
    private JobView whole(JobView view) {
        return view.with(payloads.whole(view.job()));
    }

    private static boolean stored(JobView view) {
        Job job = view.job();
        return job.type() == JobType.CHAT
                && job.request().path(Job.GATEWAYS_OWN).path("store").asBoolean(true);
    }
}
