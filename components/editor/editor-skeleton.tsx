import { Skeleton } from "@/components/ui/skeleton";

const widths = ["w-1/3", "w-1/2", "w-2/5", "w-1/4"];

/** Lines of text to be, in the box that the editor will fill. */
export function EditorSkeleton() {
  return (
    <div role="status" aria-label="Loading the editor" className="absolute inset-0 flex flex-col gap-2 p-3 pl-12">
      {widths.map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  );
}
