// The bank's question: in a frame of the buyer's page, or on a page of its own that leads back.

const asked = new URL(location.href);
const secret = asked.searchParams.get("client_secret");
const back = asked.searchParams.get("return_url");
const setup = secret.startsWith("seti_");

document.getElementById("what").textContent = setup ? "A shop wants to save your card." : "A shop wants to charge you.";

async function answer(passed) {
  const asked = await fetch("/_twin/js/challenge", { method: "POST", body: JSON.stringify({ client_secret: secret, passed }) });
  const intent = await asked.json();
  if (!back) {
    parent.postMessage({ twin: "challenge", client_secret: secret }, "*");
    return;
  }
  const done = ["succeeded", "requires_capture", "processing"].includes(intent.status);
  const name = setup ? "setup_intent" : "payment_intent";
  const to = new URL(back);
  to.searchParams.set(name, secret.split("_secret_")[0]);
  to.searchParams.set(`${name}_client_secret`, secret);
  to.searchParams.set("redirect_status", done ? "succeeded" : "failed");
  location.replace(to);
}

document.getElementById("twin-pass").addEventListener("click", () => answer(true));
document.getElementById("twin-fail").addEventListener("click", () => answer(false));
