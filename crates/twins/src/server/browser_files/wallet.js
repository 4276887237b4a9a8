// The inside of an express checkout element: one wallet with one card, which pays as soon as the page lets it open.

let host = null;
let origin = null;

function say(message) {
  host?.postMessage({ twin: "element", ...message }, origin);
}

async function tokenize({ key, account, params }) {
  const card = { number: "4242424242424242", exp_month: 12, exp_year: 34, cvc: "123" };
  const paper = { payment_method_data: { type: "card", card } };
  for (const name of ["return_url", "setup_future_usage"]) {
    if (params[name]) paper[name] = params[name];
  }
  const asked = await fetch("/_twin/js/token", { method: "POST", body: JSON.stringify({ key, account, paper }) });
  const answer = await asked.json();
  return answer.error ? { error: answer.error } : { confirmationToken: answer };
}

addEventListener("message", async (event) => {
  const ask = event.data;
  if (ask?.twin !== "page") return;
  host = event.source;
  origin = event.origin;
  if (ask.event === "open") {
    say({ event: "height", height: document.documentElement.scrollHeight });
    say({ event: "ready", availablePaymentMethods: { googlePay: true } });
  }
  if (ask.event === "resolve") say({ event: "confirm", expressPaymentType: "google_pay" });
  if (ask.event === "failed") document.getElementById("twin-wallet").textContent = "Twin wallet: not paid";
  if (ask.event === "submit") say({ id: ask.id, answer: {} });
  if (ask.event === "tokenize") say({ id: ask.id, answer: await tokenize(ask) });
});

document.getElementById("twin-wallet").addEventListener("click", () => {
  say({ event: "click", expressPaymentType: "google_pay" });
});
