"use client";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { NameDialog } from "@/components/ui/name-dialog";
import type { SavedRequestDetail } from "@/lib/client/test-operations";

type Props = { apiId: string; requests: readonly SavedRequestDetail[]; onClose: () => void };

export function CreateSuiteDialog({ apiId, requests, onClose }: Props) {
  const create = useWrite("createSuite");
  const { offer } = useUndo();
  function submit(name: string) {
    // It starts with every request: taking out is quicker than putting together.
    const suite = { name, requestIds: requests.slice(0, 200).map(({ id }) => id), runsBeforeDeploy: false };
    create.mutate(
      { apiId, suite },
      {
        onSuccess: ({ revision }) => {
          onClose();
          offer(`Created the suite ${name.trim()}`, revision);
        },
      },
    );
  }
  return (
    <NameDialog
      title="New suite"
      description="It starts with every saved request of the API."
      submit="Create the suite"
      busy={create.isPending}
      error={create.error?.message}
      onClose={onClose}
      onSubmit={submit}
    />
  );
}
