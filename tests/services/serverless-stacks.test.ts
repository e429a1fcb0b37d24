import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { describeStack, listStackResources } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack } from "@/lib/services/stacks/stacks.ts";
import { pictureOfAccess, pictureOfRest, pictureOfV2 } from "./stack-picture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };

async function made(within: Scope, templateBody: string) {
  await createStack(within, tools, { stackName: "books", templateBody });
  const description = await describeStack(within, { stackName: "books" });
  expect(description).toMatchObject({ status: "CREATE_COMPLETE" });
  const { resources } = await listStackResources(within, { stackName: "books" });
  const names = new Map(resources.map((resource) => [resource.logicalId, resource]));
  return { description, names, idOf: (logicalId: string) => names.get(logicalId)?.physicalId ?? "" };
}

const restTemplate = `
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Auth:
      DefaultAuthorizer: Pool
      AddDefaultAuthorizerToCorsPreflight: false
      Authorizers:
        Pool: {UserPoolArn: !GetAtt Pool.Arn, AuthorizationScopes: [books/read]}
        Check: {FunctionArn: !GetAtt Guard.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [X-Key], ReauthorizeEvery: 30}}
      UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 10, Period: DAY}}
    Cors: {AllowOrigin: "'https://shop.example'", AllowHeaders: "'content-type'"}
    GatewayResponses:
      UNAUTHORIZED: {StatusCode: 401, ResponseParameters: {Headers: {X-Why: "'token'"}}, ResponseTemplates: {application/json: '{}'}}
    Models:
      Book: {type: object, properties: {isbn: {type: string}}}
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Guard: {Type: AWS::Serverless::Function, Properties: {Role: arn:aws:iam::000000000000:role/guard}}
  Books:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: books
      AutoPublishAlias: live
      Events:
        List: {Type: Api, Properties: {Path: /books, Method: get, Auth: {Authorizer: NONE}}}
        Put:
          Type: Api
          Properties:
            Path: /books/{isbn}
            Method: PUT
            RequestModel: {Model: Book, Required: true, ValidateBody: true}
            RequestParameters: [method.request.querystring.dry, method.request.header.X-Trace: {Required: true}]
        Any: {Type: Api, Properties: {Path: /admin, Method: "any", Auth: {Authorizer: Check, ApiKeyRequired: true}}}
        Signed: {Type: Api, Properties: {Path: /signed, Method: post, Auth: {Authorizer: AWS_IAM}}}
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
Outputs:
  Url: {Value: !Sub 'https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/\${ServerlessRestApi.Stage}'}
`;

test("events without an API make one, with the security, preflights, models, answers and plan of the globals", async () => {
  const at = scope({ accountId: "000000000701" });

  const { description, names, idOf } = await made(at, restTemplate);

  const id = idOf("ServerlessRestApi");
  const picture = await pictureOfRest(at, id, names);
  const uri =
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000701:function:books:live/invocations";
  expect(picture).toMatchObject({
    name: "books",
    authorizers: ["Check", "Pool"],
    gatewayResponses: ["UNAUTHORIZED"],
    models: ["book"],
    requestValidators: ["body-only"],
    stages: { Prod: {}, Stage: {} },
    deployments: 1,
    resources: {
      "/books": { GET: { authorizationType: "NONE", integration: { type: "AWS_PROXY", uri } }, OPTIONS: { authorizationType: "NONE" } },
      "/books/{isbn}": {
        PUT: {
          authorizationType: "COGNITO_USER_POOLS",
          authorizationScopes: ["books/read"],
          requestModels: { "application/json": "book" },
          requestParameters: {
            "method.request.querystring.dry": false,
            "method.request.header.X-Trace": true,
            "method.request.path.isbn": true,
          },
        },
      },
      "/admin": { ANY: { authorizationType: "CUSTOM", apiKeyRequired: true } },
      "/signed": { POST: { authorizationType: "AWS_IAM", integration: { credentials: "arn:aws:iam::*:user/*" } } },
    },
  });
  expect((await pictureOfAccess(at)).usagePlans).toMatchObject([{ stages: [`${id}:Prod`], quota: { Limit: 10, Period: "DAY" }, keys: 1 }]);
  expect(description.outputs[0]?.value).toBe(`https://${id}.execute-api.us-east-1.amazonaws.com/Prod`);
  expect(description.skippedTypes).toEqual([
    "AWS::Cognito::UserPool",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
  ]);
});

const httpTemplate = `
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Conditions: {Never: !Equals [a, b]}
Resources:
  Site:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: live
      CorsConfiguration: {AllowOrigins: ['https://shop.example'], AllowMethods: [GET], MaxAge: 5}
      Auth:
        DefaultAuthorizer: Jwt
        EnableIamAuthorizer: true
        Authorizers:
          Jwt: {JwtConfiguration: {issuer: 'https://issuer.example', audience: [site]}, IdentitySource: $request.header.Authorization, AuthorizationScopes: [site]}
          Check: {FunctionArn: !GetAtt Guard.Arn, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, Identity: {Headers: [X-Key]}}
  Guard: {Type: AWS::Serverless::Function, Condition: Never}
  Pages:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Home: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: /, Method: get, Auth: {Authorizer: NONE}}}
        One: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: '/{page}', Method: GET, RouteSettings: {ThrottlingBurstLimit: 3}}}
        Edit: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: '/{page}', Method: POST, TimeoutInMillis: 500, Auth: {Authorizer: AWS_IAM}}}
  Hidden:
    Type: AWS::Serverless::Function
    Condition: Never
    Properties: {Events: {Gone: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: /gone, Method: GET}}}}
`;

test("an HTTP API gets the routes of functions that are there, its authorizers, CORS and a stage that deploys by itself", async () => {
  const at = scope({ accountId: "000000000702" });
  const withGuard = httpTemplate.replace(
    "  Guard: {Type: AWS::Serverless::Function, Condition: Never}",
    "  Guard: {Type: AWS::Serverless::Function}",
  );

  const { names, idOf } = await made(at, withGuard);

  const picture = await pictureOfV2(at, idOf("Site"), names);
  expect(picture).toMatchObject({
    name: "books",
    cors: { AllowOrigins: ["https://shop.example"], AllowMethods: ["GET"], MaxAge: 5 },
    authorizers: ["Check", "Jwt"],
    routes: {
      "GET /": { authorizationType: "NONE" },
      "GET /{page}": { authorizationType: "JWT", scopes: ["site"], integration: { payloadFormatVersion: "2.0" } },
      "POST /{page}": { authorizationType: "AWS_IAM", integration: { timeoutInMillis: 500 } },
    },
    stages: { live: { autoDeploy: true, routeSettings: ["GET /{page}"] } },
  });
  expect(Object.keys(Object(picture.routes)).sort()).toEqual(["GET /", "GET /{page}", "POST /{page}"]);
});

test("a resource that needs one whose condition fails is refused by its name", async () => {
  const at = scope({ accountId: "000000000703" });

  await createStack(at, tools, { stackName: "books", templateBody: httpTemplate });

  const { status, statusReason } = await describeStack(at, { stackName: "books" });
  expect({ status, statusReason }).toMatchObject({ status: "ROLLBACK_COMPLETE", statusReason: expect.stringContaining("[Site]") });
});

test.each([
  { properties: "DefinitionUri: s3://bucket/api.yaml, StageName: x", says: "DefinitionUri of Api is not supported" },
  { properties: "Name: x", says: "Missing required property 'StageName'" },
])("an API with $properties is refused", async ({ properties, says }) => {
  const templateBody = `Transform: AWS::Serverless-2016-10-31\nResources: {Api: {Type: AWS::Serverless::Api, Properties: {${properties}}}}`;

  await expect(createStack(scope({ accountId: "000000000704" }), tools, { stackName: "books", templateBody })).rejects.toThrow(says);
});
