/** A template to start from. */
export type Snippet = { name: string; summary: string; text: string };

export const vtlSnippets: readonly Snippet[] = [
  { name: "Pass-through", summary: "The body as it came.", text: "$input.json('$')" },
  {
    name: "Form to JSON",
    summary: "Makes a JSON object of a form body.",
    text: `#set($pairs = $input.body.split("&"))
{
#foreach($pair in $pairs)
#set($parts = $pair.split("=", 2))
  "$util.escapeJavaScript($util.urlDecode($parts[0]))": "#if($parts.size() > 1)$util.escapeJavaScript($util.urlDecode($parts[1]))#end"#if($foreach.hasNext),#end

#end
}`,
  },
  {
    name: "Error shape",
    summary: "One shape for all errors, with the id to look for in the logs.",
    text: `{
  "message": $input.json('$.errorMessage'),
  "requestId": "$context.requestId"
}`,
  },
  {
    name: "SQS body",
    summary: "The form that SQS SendMessage takes; the content type must be application/x-www-form-urlencoded.",
    text: "Action=SendMessage&Version=2012-11-05&MessageBody=$util.urlEncode($input.body)",
  },
  {
    name: "SOAP envelope",
    summary: "Wraps a value of the body into a SOAP request.",
    text: `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body>
    <GetItem>
      <id>$input.path('$.id')</id>
    </GetItem>
  </soap:Body>
</soap:Envelope>`,
  },
];
