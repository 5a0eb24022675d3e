package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.submission.Complaints;
import io.spillway.gateway.submission.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class ResponseRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HI = "{\"role\":\"user\",\"content\":\"hi\"}";

    static Stream<Arguments> requests() {
        return Stream.of(
                argumentSet("text", "{'input':'hi'}", "{'messages':[" + HI + "]}"),
                argumentSet(
                        "instructions",
                        "{'input':'hi','instructions':'Be brief.'}",
                        "{'messages':[{'role':'system','content':'Be brief.'}," + HI + "]}"),
                argumentSet(
                        "parts of text become text",
                        "{'input':[{'type':'message','role':'user','content':[{'type':'input_text','text':'h'},{'type':'input_text','text':'i'}]}]}",
                        "{'messages':[" + HI + "]}"),
                argumentSet(
                        "an image",
                        "{'input':[{'role':'user','content':[{'type':'input_text','text':'hi'},{'type':'input_image','image_url':'data:x','detail':'low'}]}]}",
                        "{'messages':[{'role':'user','content':[{'type':'text','text':'hi'},{'type':'image_url','image_url':{'url':'data:x','detail':'low'}}]}]}"),
                argumentSet(
                        "a file",
                        "{'input':[{'role':'user','content':[{'type':'input_file','file_data':'data:x','filename':'a.pdf'}]}]}",
                        "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'data:x','filename':'a.pdf'}}]}]}"),
                argumentSet(
                        "calls and their outputs",
                        "{'input':[{'role':'assistant','content':[{'type':'output_text','text':'let me see'}]},{'type':'reasoning','summary':[]},"
                                + "{'type':'function_call','call_id':'a','name':'f','arguments':'{}'},{'type':'function_call','call_id':'b','name':'g','arguments':'{}'},"
                                + "{'type':'function_call_output','call_id':'a','output':'1'}]}",
                        "{'messages':[{'role':'assistant','content':'let me see','tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                                + "{'id':'b','type':'function','function':{'name':'g','arguments':'{}'}}]},{'role':'tool','tool_call_id':'a','content':'1'}]}"),
                argumentSet(
                        "tools",
                        "{'input':'hi','tools':[{'type':'function','name':'f','parameters':{'type':'object'},'strict':true,'description':null}],'tool_choice':{'type':'function','name':'f'}}",
                        "{'messages':[" + HI
                                + "],'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'},'strict':true}}],'tool_choice':{'type':'function','function':{'name':'f'}}}"),
                argumentSet(
                        "a schema",
                        "{'input':'hi','text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':true},'verbosity':'low'}}",
                        "{'messages':[" + HI
                                + "],'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'},'strict':true}},'verbosity':'low'}"),
                argumentSet(
                        "options",
                        "{'input':'hi','model':'m','max_output_tokens':9,'reasoning':{'effort':'low'},'temperature':0.5,'top_logprobs':2,'store':true,'truncation':'auto','include':[],'new_field':1}",
                        "{'model':'m','temperature':0.5,'top_logprobs':2,'new_field':1,'messages':[" + HI
                                + "],'max_completion_tokens':9,'reasoning_effort':'low','logprobs':true}"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_is_a_chat(String asked, String chat) throws Exception {
        // Given
        Complaints complaints = Complaints.tolerant();
        Place root = new Place("", complaints);
        ObjectNode request = (ObjectNode) json(asked);

        // When
        ResponseRequest.check(root, request);
        ObjectNode made = ResponseRequest.chat(root, request, List.of());

        // Then
        assertThat(complaints.errors()).isEmpty();
        assertThat(made).isEqualTo(json(chat));
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
