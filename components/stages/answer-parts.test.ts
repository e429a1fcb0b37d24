import { expect, test } from "vitest";
import { defaultMethodSetting } from "@/lib/definition/method-setting";
import { definitionOf, proxyRoute } from "@/lib/gateway/testing/definition-fixture";
import { keptMethods, requestOf } from "./answer-parts";

const cacheKeyParameters = [
  "method.request.path.id",
  "method.request.header.X-Kind",
  "integration.request.querystring.q",
  "context.identity.sourceIp",
];
const requestParameters = { "integration.request.querystring.q": "method.request.querystring.search" };
const { resources } = definitionOf({
  "GET /pets/{id}": proxyRoute("http://backend/", "GET", { cacheKeyParameters, requestParameters }),
  "POST /pets/{id}": proxyRoute("http://backend/", "POST"),
  "ANY /all": proxyRoute("http://backend/"),
});
const cached = { ...defaultMethodSetting, cachingEnabled: true };

test("methods whose answers are kept have the parts that tell them apart, mapped ones as clients send them", () => {
  const kept = keptMethods(resources, { "*/*": cached });

  expect(kept.map(({ label, verb, parts, isByCaller }) => ({ label, verb, parts, isByCaller }))).toEqual([
    {
      label: "GET /pets/{id}",
      verb: "GET",
      parts: [
        { place: "path", name: "id" },
        { place: "header", name: "X-Kind" },
        { place: "querystring", name: "search" },
      ],
      isByCaller: true,
    },
    { label: "ANY /all", verb: "GET", parts: [], isByCaller: false },
  ]);
  expect(keptMethods(resources, { "~1pets~1{id}/POST": cached }).map(({ label }) => label)).toEqual(["POST /pets/{id}"]);
});

test("the request has the values that are given, and not those that are absent", () => {
  const [method] = keptMethods(resources, { "*/*": cached });

  const request = method && requestOf(method, { "path id": "a/b", "querystring search": "x y", "header X-Kind": "" });

  expect(request).toEqual({ pathWithQueryString: "/pets/a%2Fb?search=x%20y", headers: [] });
});
