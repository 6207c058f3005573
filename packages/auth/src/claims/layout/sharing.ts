import { list, map } from "./collections.js";
import { flag, int64, sampling, seconds, text, uint64, word } from "./scalars.js";
import { always, field, struct } from "./struct.js";

export const sharingType = word("stream", "service");

const exported = struct([
  field("name", text),
  field("subject", text),
  field("type", sharingType),
  field("token_req", flag),
  field("revocations", map(seconds)),
  field("response_type", text),
  field("response_threshold", int64),
  field("service_latency", struct([always("sampling", sampling), always("results", text)])),
  field("account_token_position", uint64),
  field("advertise", flag),
  field("allow_trace", flag),
  field("description", text),
  field("info_url", text),
]);

const imported = struct([
  field("name", text),
  field("subject", text),
  field("account", text),
  field("token", text),
  field("to", text),
  field("local_subject", text),
  field("type", sharingType),
  field("share", flag),
  field("allow_trace", flag),
]);

// Go lists hold pointers here: a null entry stays, and validation reports it.
export const exportList = list({ ...exported, nil: null, clearedByNull: true });
export const importList = list({ ...imported, nil: null, clearedByNull: true });
