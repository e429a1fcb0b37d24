import { answerMessage, type TemplateQuestionMessage } from "./template-messages";

// The page's worker types are not loaded beside the page's own; the one listener needs none of them.
self.addEventListener("message", ({ data }: MessageEvent<TemplateQuestionMessage>) =>
  self.postMessage(answerMessage(data, () => performance.now())),
);
