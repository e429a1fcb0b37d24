import { findMethodSettingKey, methodSettingKey } from "@/lib/definition/method-setting";
import type { Resource } from "@/lib/definition/rest-api";
import type { MethodSetting } from "@/lib/definition/stage";

export type MethodRow = {
  label: string;
  path: string;
  verb: string;
  /** Where its settings are, or would be. */
  key: string;
  own: MethodSetting | undefined;
  cacheKeys: readonly string[];
};

/** The methods that a stage serves, each with the settings that it has of its own. */
export function methodRows(resources: readonly Resource[], settings: Readonly<Record<string, MethodSetting>>): MethodRow[] {
  return resources.flatMap(({ path, resourceMethods }) =>
    Object.values(resourceMethods).flatMap((method) => {
      if (method === undefined) return [];
      const verb = method.httpMethod;
      const known = findMethodSettingKey(settings, path, verb);
      return [
        {
          label: `${verb} ${path}`,
          path,
          verb,
          key: known ?? methodSettingKey(path, verb),
          own: known === undefined ? undefined : settings[known],
          cacheKeys: method.methodIntegration?.cacheKeyParameters ?? [],
        },
      ];
    }),
  );
}
