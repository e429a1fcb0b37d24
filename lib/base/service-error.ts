/** HTTP status of each control-plane error; the codes are Amazon API Gateway's own. */
export const serviceErrorStatus = {
  BadRequestException: 400,
  ValidationException: 400,
  SerializationException: 400,
  UnauthorizedException: 401,
  AccessDeniedException: 403,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
  RequestTooLargeException: 413,
  LimitExceededException: 429,
  TooManyRequestsException: 429,
  InternalFailure: 500,
  ServiceUnavailableException: 503,
} as const satisfies Record<string, number>;

export type ServiceErrorCode = keyof typeof serviceErrorStatus;

export type ServiceErrorOptions = {
  /** Form fields at fault: dotted member path to a sentence; consoles show it under the field. */
  fields?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/** Expected trouble of the control plane, in the service's words. Doors translate it and invent nothing. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly code: ServiceErrorCode;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(code: ServiceErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fields = options.fields;
  }

  get status(): number {
    return serviceErrorStatus[this.code];
  }
}
