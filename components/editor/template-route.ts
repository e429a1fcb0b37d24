/** A method as logs and saved requests know it. */
export type TemplateRoute = { httpMethod: string; path: string };
