/** One thing that a kind of SDK asks for, as `GetSdkType` shows it. */
export type SdkProperty = {
  name: string;
  /** Another spelling that is taken too: documentation and answers of the service differ. */
  alias?: string;
  friendlyName: string;
  description: string;
  required: boolean;
  defaultValue?: string;
};

export const sdkLanguages = ["java", "javascript", "python", "typescript"] as const;
export type SdkLanguage = (typeof sdkLanguages)[number];

export type SdkType = { id: SdkLanguage; friendlyName: string; description: string; properties: readonly SdkProperty[] };

const javaProperties: readonly SdkProperty[] = [
  {
    name: "service.name",
    alias: "serviceName",
    friendlyName: "Service Name",
    description: "Name of the client's class",
    required: true,
  },
  {
    name: "java.package-name",
    alias: "javaPackageName",
    friendlyName: "Java Package Name",
    description: "Package of the generated classes",
    required: true,
  },
  {
    name: "java.build-system",
    friendlyName: "Java Build System",
    description: "What the project is built with: maven or gradle",
    required: false,
    defaultValue: "maven",
  },
  {
    name: "java.group-id",
    friendlyName: "Java Group Id",
    description: "Group of the project; the package name unless told",
    required: false,
  },
  {
    name: "java.artifact-id",
    friendlyName: "Java Artifact Id",
    description: "Name of the project; the service name unless told",
    required: false,
  },
  {
    name: "java.artifact-version",
    friendlyName: "Java Artifact Version",
    description: "Version of the project",
    required: false,
    defaultValue: "1.0-SNAPSHOT",
  },
  {
    name: "java.license-text",
    friendlyName: "Source Code License Text",
    description: "What stands at the top of every source file",
    required: false,
  },
];

const packageName: SdkProperty = {
  name: "package.name",
  friendlyName: "Package Name",
  description: "Name of the package; made from the API's name unless told",
  required: false,
};

/** The SDKs that are made, by the ids of the service where it has them. */
export const sdkTypes: readonly SdkType[] = [
  { id: "java", friendlyName: "Java", description: "Client for Java 11 and later, without dependencies", properties: javaProperties },
  {
    id: "javascript",
    friendlyName: "JavaScript",
    description: "ES module for browsers and Node.js 20 and later, with types, without dependencies",
    properties: [packageName],
  },
  {
    id: "python",
    friendlyName: "Python",
    description: "Package for Python 3.9 and later, with type hints, without dependencies",
    properties: [packageName],
  },
  {
    id: "typescript",
    friendlyName: "TypeScript",
    description: "TypeScript source for browsers and Node.js 20 and later, without dependencies",
    properties: [packageName],
  },
];

/** SDKs of the service that are not made here. */
export const unmadeSdkTypes = ["android", "objectivec", "swift", "ruby"] as const;
