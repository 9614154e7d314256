// Is this certificate good at this moment? The API is asked each time.

import type { Answers, NoCertificateOut } from "../api.js";
import { onQuestion, read } from "./asking.js";

onQuestion(async (number, api) => {
  const { status, data } = await read(`${api}/api/v1/verify/${encodeURIComponent(number)}`);
  if (status !== 200) {
    const refusal = data as NoCertificateOut;
    return [refusal.detail, refusal.did_you_mean ? `是否为：${refusal.did_you_mean}` : ""];
  }
  const verdict = data as Answers["/api/v1/verify/{certificate_no}"];
  return [
    `证书编号：${verdict.certificate_no}`,
    `状态：${verdict.standing_label}`,
    `产品：${verdict.product}`,
    `申请单位：${verdict.applicant}（${verdict.credit_code}）`,
    `有效期：${verdict.valid_from}至${verdict.valid_until}`,
  ];
});
