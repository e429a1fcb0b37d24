import { type Node, templateError } from "./node.ts";

/** Where a stack is: what ARNs are made of. */
export type StackPlace = { partition: string; region: string; accountId: string; urlSuffix: string };

/** A resource of another service as references see it: nothing is made, and what they get has the right form. */
export type ForeignResource = { type: string; logicalId: string; properties: Node; name: string };

type Facts = { ref: string; attributes?: Readonly<Record<string, string>> };
type Describe = (resource: ForeignResource, place: StackPlace) => Facts;

/** The value of `Ref`. */
export function foreignRef(resource: ForeignResource, place: StackPlace): string {
  return factsOf(resource, place).ref;
}

/** The value of `Fn::GetAtt`. */
export function foreignAttribute(resource: ForeignResource, name: string, place: StackPlace): string {
  const { ref, attributes = {} } = factsOf(resource, place);
  const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (known !== undefined) return known;
  if (name === "") throw templateError(`Template error: instance of Fn::GetAtt for ${resource.logicalId} names no attribute`);
  if (/Arn$/.test(name)) return ref.startsWith("arn:") ? ref : genericArn(resource, place);
  return /(?:Id|Name|Ref)$/.test(name) ? ref : `${ref}-${name.replace(/[^A-Za-z0-9-]/g, "-")}`;
}

function factsOf(resource: ForeignResource, place: StackPlace): Facts {
  const known = Object.hasOwn(described, resource.type) ? described[resource.type] : undefined;
  return known === undefined ? { ref: resource.name } : known(resource, place);
}

/** `arn:aws:{service}:{region}:{account}:{kind}/{name}` for types without facts of their own. */
function genericArn({ type, name }: ForeignResource, place: StackPlace): string {
  const [, service = "custom", kind = "resource"] = type.split("::");
  return `${arn(place, service.toLowerCase())}:${kind.toLowerCase()}/${name}`;
}

function arn({ partition, region, accountId }: StackPlace, service: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}`;
}

function given({ properties, name }: ForeignResource, property: string): string {
  const value = properties[property];
  return typeof value === "string" && value !== "" ? value : name;
}

/** A made-up id that is the same for the same resource: `vpc-0123456789abcdef0`. */
function idOf(prefix: string, { name, type }: ForeignResource, length = 17): string {
  let hash = 0x811c9dc5;
  let id = "";
  while (id.length < length) {
    for (const character of `${type}/${name}/${id}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    id += hash.toString(16).padStart(8, "0");
  }
  return `${prefix}${id.slice(0, length)}`;
}

const ec2 =
  (prefix: string): Describe =>
  (resource) => ({ ref: idOf(prefix, resource), attributes: {} });

/** Types whose `Ref` is the name and that have an ARN. */
const named =
  (service: string, kind: string, property: string): Describe =>
  (resource, place) => {
    const name = given(resource, property);
    return { ref: name, attributes: { Arn: `${arn(place, service)}:${kind}${name}` } };
  };

/** Types whose `Ref` is the ARN. */
const byArn =
  (service: string, kind: string, property: string): Describe =>
  (resource, place) => {
    const name = given(resource, property);
    const ref = `${arn(place, service)}:${kind}${name}`;
    return { ref, attributes: { Arn: ref, Name: name } };
  };

const role: Describe = (resource, { partition, accountId }) => {
  const name = given(resource, "RoleName");
  const path = typeof resource.properties.Path === "string" ? resource.properties.Path : "/";
  return {
    ref: name,
    attributes: { Arn: `arn:${partition}:iam::${accountId}:role${path}${name}`, RoleId: idOf("AROA", resource).toUpperCase() },
  };
};

const qualifiedFunction =
  (qualifier: (resource: ForeignResource) => string): Describe =>
  (resource, place) => {
    const target = String(resource.properties.FunctionName ?? resource.name);
    const base = target.startsWith("arn:") ? target : `${arn(place, "lambda")}:function:${target}`;
    const version = qualifier(resource);
    const ref = `${base}:${version}`;
    return { ref, attributes: { AliasArn: ref, FunctionArn: ref, Version: version, Arn: ref } };
  };

const userPool: Describe = (resource, place) => {
  const ref = `${place.region}_${idOf("", resource, 9)}`;
  const host = `cognito-idp.${place.region}.${place.urlSuffix}/${ref}`;
  return {
    ref,
    attributes: {
      Arn: `${arn(place, "cognito-idp")}:userpool/${ref}`,
      ProviderName: host,
      ProviderURL: `https://${host}`,
      UserPoolId: ref,
    },
  };
};

const queue: Describe = (resource, place) => {
  const name = given(resource, "QueueName");
  const url = `https://sqs.${place.region}.${place.urlSuffix}/${place.accountId}/${name}`;
  return { ref: url, attributes: { Arn: `${arn(place, "sqs")}:${name}`, QueueName: name, QueueUrl: url } };
};

const topic: Describe = (resource, place) => {
  const name = given(resource, "TopicName");
  const ref = `${arn(place, "sns")}:${name}`;
  return { ref, attributes: { TopicArn: ref, TopicName: name } };
};

const bucket: Describe = (resource, place) => {
  const name = given(resource, "BucketName").toLowerCase();
  const domain = `${name}.s3.${place.urlSuffix}`;
  return {
    ref: name,
    attributes: {
      Arn: `arn:${place.partition}:s3:::${name}`,
      DomainName: domain,
      RegionalDomainName: `${name}.s3.${place.region}.${place.urlSuffix}`,
      WebsiteURL: `http://${name}.s3-website-${place.region}.${place.urlSuffix}`,
    },
  };
};

const logGroup: Describe = (resource, place) => {
  const name = given(resource, "LogGroupName");
  return { ref: name, attributes: { Arn: `${arn(place, "logs")}:log-group:${name}:*` } };
};

const table: Describe = (resource, place) => {
  const name = given(resource, "TableName");
  const own = `${arn(place, "dynamodb")}:table/${name}`;
  return { ref: name, attributes: { Arn: own, StreamArn: `${own}/stream/2020-01-01T00:00:00.000` } };
};

/** A load balancer, its listener or its target group. */
const balancing =
  (kind: string): Describe =>
  (resource, place) => {
    const id = idOf("", resource, 16);
    const name = given(resource, "Name").slice(0, 32);
    const ref = `${arn(place, "elasticloadbalancing")}:${kind}/${resource.properties.Type === "network" ? "net" : "app"}/${name}/${id}`;
    return {
      ref,
      attributes: {
        Arn: ref,
        LoadBalancerArn: ref,
        ListenerArn: ref,
        LoadBalancerName: name,
        LoadBalancerFullName: `app/${name}/${id}`,
        DNSName: `${name}-${id}.elb.${place.region}.${place.urlSuffix}`.toLowerCase(),
        CanonicalHostedZoneID: "Z35SXDOTRQ7X7K",
      },
    };
  };

const certificate: Describe = (resource, place) => {
  const hex = idOf("", resource, 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  const ref = `${arn(place, "acm")}:certificate/${uuid}`;
  return { ref, attributes: { Id: ref } };
};

const key: Describe = (resource, place) => {
  const id = idOf("", resource, 32);
  return { ref: id, attributes: { Arn: `${arn(place, "kms")}:key/${id}`, KeyId: id } };
};

const described: Readonly<Record<string, Describe>> = {
  "AWS::Lambda::Function": named("lambda", "function:", "FunctionName"),
  "AWS::Lambda::Alias": qualifiedFunction((resource) => given(resource, "Name")),
  "AWS::Lambda::Version": qualifiedFunction(() => "1"),
  "AWS::Lambda::LayerVersion": byArn("lambda", "layer:", "LayerName"),
  "AWS::IAM::Role": role,
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolClient": (resource) => ({ ref: idOf("", resource, 26), attributes: { ClientId: idOf("", resource, 26) } }),
  "AWS::SQS::Queue": queue,
  "AWS::SNS::Topic": topic,
  "AWS::S3::Bucket": bucket,
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::Logs::LogGroup": logGroup,
  "AWS::Kinesis::Stream": named("kinesis", "stream/", "Name"),
  "AWS::KinesisFirehose::DeliveryStream": named("firehose", "deliverystream/", "DeliveryStreamName"),
  "AWS::Events::EventBus": named("events", "event-bus/", "Name"),
  "AWS::StepFunctions::StateMachine": byArn("states", "stateMachine:", "StateMachineName"),
  "AWS::SecretsManager::Secret": byArn("secretsmanager", "secret:", "Name"),
  "AWS::CertificateManager::Certificate": certificate,
  "AWS::KMS::Key": key,
  "AWS::EC2::VPC": ec2("vpc-"),
  "AWS::EC2::Subnet": ec2("subnet-"),
  "AWS::EC2::SecurityGroup": (resource) => ({ ref: idOf("sg-", resource), attributes: { GroupId: idOf("sg-", resource) } }),
  "AWS::EC2::VPCEndpoint": (resource) => ({ ref: idOf("vpce-", resource), attributes: { Id: idOf("vpce-", resource) } }),
  "AWS::ElasticLoadBalancingV2::LoadBalancer": balancing("loadbalancer"),
  "AWS::ElasticLoadBalancingV2::Listener": balancing("listener"),
  "AWS::ElasticLoadBalancingV2::TargetGroup": balancing("targetgroup"),
  "AWS::ServiceDiscovery::Service": (resource, place) => {
    const ref = idOf("srv-", resource, 16);
    return { ref, attributes: { Arn: `${arn(place, "servicediscovery")}:service/${ref}`, Id: ref, Name: given(resource, "Name") } };
  },
};
