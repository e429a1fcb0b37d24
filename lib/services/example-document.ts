/** The pet store as an OpenAPI document: a mock, a template with a foreach, a validated POST, an HTTP proxy and a SOAP service in JSON's clothes. */
export function exampleDocument({ demoUrl }: { demoUrl: string }): object {
  return {
    openapi: "3.0.1",
    info: {
      title: "Pet store",
      description: "An example: a mock, a template, a validated body, an HTTP proxy and a SOAP service.",
      version: "1",
    },
    "x-amazon-apigateway-request-validators": { body: { validateRequestBody: true, validateRequestParameters: false } },
    paths: {
      "/": { get: mock("Welcome", welcome, "text/html") },
      "/pets": { get: listPets, post: createPet },
      "/pets/{petId}": { get: getPet(demoUrl) },
      "/catalog": { get: catalog(demoUrl) },
      "/quotes": { post: quote(demoUrl) },
    },
    components: { schemas: { Pet: petSchema, NewPet: newPetSchema, NewQuote: newQuoteSchema } },
  };
}

const petMembers = {
  type: { type: "string", enum: ["dog", "cat", "fish"] },
  name: { type: "string", minLength: 1 },
  price: { type: "number", minimum: 0 },
};
const petSchema = { title: "Pet", type: "object", properties: { id: { type: "integer" }, ...petMembers } };
const newPetSchema = { title: "NewPet", type: "object", required: ["type", "name", "price"], properties: petMembers };
const newQuoteSchema = {
  title: "NewQuote",
  type: "object",
  required: ["petId", "quantity"],
  properties: { petId: { type: "integer" }, quantity: { type: "integer", minimum: 1 } },
};

const json = "application/json";
const answers = (status: string, schema?: string) => ({
  [status]: { description: status, ...(schema ? { content: { [json]: { schema: { $ref: `#/components/schemas/${schema}` } } } } : {}) },
});

const welcome = `<!doctype html>
<title>Pet store</title>
<h1>Pet store</h1>
<p>Served by stage $context.stage for request $context.requestId.</p>`;

const listTemplate = `[
  {"id": 1, "type": "dog", "name": "Rex", "price": 249.99},
  {"id": 2, "type": "cat", "name": "Misty", "price": 124.99},
  {"id": 3, "type": "fish", "name": "Bubbles", "price": 0.99}
]`;

function mock(description: string, template: string, contentType: string) {
  return {
    description,
    responses: {
      "200": { description: "200", headers: { "Content-Type": { schema: { type: "string" } } }, content: { [contentType]: {} } },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "when_no_match",
      requestTemplates: { [json]: '{"statusCode": 200}' },
      responses: {
        default: {
          statusCode: "200",
          responseParameters: { "method.response.header.Content-Type": `'${contentType}'` },
          responseTemplates: { [contentType]: template },
        },
      },
    },
  };
}

const listPets = {
  operationId: "ListPets",
  responses: answers("200"),
  "x-amazon-apigateway-integration": {
    type: "mock",
    passthroughBehavior: "when_no_match",
    requestTemplates: { [json]: '{"statusCode": 200}' },
    responses: { default: { statusCode: "200", responseTemplates: { [json]: listTemplate } } },
  },
};

// A mock keeps nothing of the request but what its template puts aside.
const createTemplate = `#set($context.requestOverride.path.body = $input.body)
#set($context.responseOverride.header.X-Pet-Name = $input.path("$.name"))
{"statusCode": 200}`;

const createdTemplate = `#set($pet = $util.parseJson($context.requestOverride.path.body))
{
  "pet": {
    "type": "$util.escapeJavaScript($pet.type)",
    "name": "$util.escapeJavaScript($pet.name)",
    "price": $pet.price
  },
  "message": "Created in stage $context.stage"
}`;

const createPet = {
  operationId: "CreatePet",
  "x-amazon-apigateway-request-validator": "body",
  requestBody: { required: true, content: { [json]: { schema: { $ref: "#/components/schemas/NewPet" } } } },
  responses: answers("200", "Pet"),
  "x-amazon-apigateway-integration": {
    type: "mock",
    passthroughBehavior: "when_no_match",
    requestTemplates: { [json]: createTemplate },
    responses: { default: { statusCode: "200", responseTemplates: { [json]: createdTemplate } } },
  },
};

function getPet(demoUrl: string) {
  return {
    operationId: "GetPet",
    parameters: [{ name: "petId", in: "path", required: true, schema: { type: "string" } }],
    responses: answers("200", "Pet"),
    "x-amazon-apigateway-integration": {
      type: "http_proxy",
      httpMethod: "GET",
      uri: `${demoUrl}/pets/{petId}`,
      requestParameters: { "integration.request.path.petId": "method.request.path.petId" },
    },
  };
}

const catalogTemplate = `#set($pets = $input.path('$'))
{
  "count": $pets.size(),
  "pets": [
#foreach($pet in $pets)
    "$util.escapeJavaScript($pet.name) the $util.escapeJavaScript($pet.type)"#if($foreach.hasNext),#end

#end
  ]
}`;

function catalog(demoUrl: string) {
  return {
    operationId: "GetCatalog",
    parameters: [{ name: "type", in: "query", schema: { type: "string" } }],
    responses: { ...answers("200"), ...answers("502") },
    "x-amazon-apigateway-integration": {
      type: "http",
      httpMethod: "GET",
      uri: `${demoUrl}/pets`,
      passthroughBehavior: "when_no_match",
      requestParameters: { "integration.request.querystring.type": "method.request.querystring.type" },
      responses: {
        default: { statusCode: "200", responseTemplates: { [json]: catalogTemplate } },
        "5\\d{2}": { statusCode: "502", responseTemplates: { [json]: '{"message": "The pet shop is closed."}' } },
      },
    },
  };
}

const quoteRequest = `#set($quote = $input.path('$'))<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body>
    <QuoteRequest xmlns="urn:pets">
      <petId>$quote.petId</petId>
      <quantity>$quote.quantity</quantity>
    </QuoteRequest>
  </soap:Body>
</soap:Envelope>`;

// XML has no paths in templates; what stands between two tags is found as text.
const quoteResponse = `#set($xml = $input.body)
{
  "name": "$util.escapeJavaScript($xml.replaceAll("(?s)^.*<name>(.*)</name>.*$", "$1"))",
  "total": $xml.replaceAll("(?s)^.*<total>(.*)</total>.*$", "$1")
}`;

const quoteFault = `#set($xml = $input.body)
{"message": "$util.escapeJavaScript($xml.replaceAll("(?s)^.*<faultstring>(.*)</faultstring>.*$", "$1"))"}`;

function quote(demoUrl: string) {
  return {
    operationId: "CreateQuote",
    description: "JSON in front, SOAP behind.",
    "x-amazon-apigateway-request-validator": "body",
    requestBody: { required: true, content: { [json]: { schema: { $ref: "#/components/schemas/NewQuote" } } } },
    responses: { ...answers("200"), ...answers("400") },
    "x-amazon-apigateway-integration": {
      type: "http",
      httpMethod: "POST",
      uri: `${demoUrl}/soap`,
      passthroughBehavior: "never",
      requestParameters: {
        "integration.request.header.Content-Type": "'text/xml; charset=utf-8'",
        "integration.request.header.SOAPAction": "'urn:pets#Quote'",
      },
      requestTemplates: { [json]: quoteRequest },
      responses: {
        default: { statusCode: "200", responseTemplates: { [json]: quoteResponse } },
        "5\\d{2}": { statusCode: "400", responseTemplates: { [json]: quoteFault } },
      },
    },
  };
}
