//! Visits and requests in a manager's work: planning due visits, recording requests, and taking their steps.

use serde_json::json;

use crate::{
    Failure,
    form::{fill, pick},
    page::Page,
};

/// A customer: name and address of its page.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Name.
    pub name: String,
    /// Address, `#/customers/…`.
    pub address: String,
}

/// Opens the list of due customers, plans a visit to the first one without a planned visit on the next day with a
/// free slot, and opens it.
///
/// # Errors
/// If nobody is due, or the visit cannot be planned.
pub async fn plan_a_visit(page: &Page) -> Result<Customer, Failure> {
    const FIRST: &str = "const isFree = (row) => Array.from(row.querySelectorAll('button'))
            .some((button) => button.innerText.trim() === arguments[0]);
        const row = Array.from(document.querySelectorAll('.visit-due .row')).find(isFree);
        const link = row?.querySelector('a');
        return link ? [link.innerText.trim(), link.getAttribute('href')] : null;";
    page.follow("shell.visits").await?;
    let plan = page.words.text("visits.plan_next");
    let (name, address) = page
        .until("somebody who is due", async || {
            let found = page.script(FIRST, vec![json!(plan)]).await?;
            let word = |place: usize| found[place].as_str().map(str::to_owned);
            Ok(word(0).zip(word(1)))
        })
        .await?;
    page.press_beside(&name, ".visit-due button", &plan).await?;
    page.is_saved().await?;
    page.press(".visit-rows a", &name).await?;
    page.find("heading", &name).await?;
    Ok(Customer { name, address })
}

/// Opens a section of the current customer's page: its group, and the section in it.
///
/// # Errors
/// If either does not exist.
pub async fn section(page: &Page, group: &str, name: &str) -> Result<(), Failure> {
    for word in [format!("customer.group_{group}"), format!("customer.tab_{name}")] {
        page.press("tab", &page.words.text(&word)).await?;
    }
    Ok(())
}

/// A request from a customer.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Name of its kind.
    pub kind: &'a str,
    /// Name of the kind of connection, if it is one.
    pub connection: Option<&'a str>,
    /// Contact who asks, if known.
    pub contact: Option<&'a str>,
    /// Subject, in a sentence.
    pub subject: &'a str,
}

/// Records a request from the customer's page, and returns its address.
///
/// # Errors
/// If it cannot be recorded.
pub async fn take_in(
    page: &Page,
    customer: &Customer,
    asked: Asked<'_>,
) -> Result<String, Failure> {
    let words = &page.words;
    page.go(&customer.address).await?;
    section(page, "service", "requests").await?;
    page.follow("customer.requests_add").await?;
    page.find("heading", &words.text("requests.new")).await?;
    page.sees(&customer.name).await?;
    let kind = words.text(&format!("field_work.request_kind_{}", asked.kind));
    pick(page, &words.text("requests.col_kind"), &kind).await?;
    if let Some(connection) = asked.connection {
        let connection = words.text(&format!("field_work.connection_kind_{connection}"));
        pick(page, &words.text("request.connection"), &connection).await?;
    }
    if let Some(contact) = asked.contact {
        pick(page, &words.text("request.contact"), contact).await?;
    }
    fill(page, &words.text("requests.col_subject"), asked.subject).await?;
    page.press_button("requests.take_in").await?;
    page.find("heading", asked.subject).await?;
    address(page).await
}

/// Takes a step of the open request, by its button, with the text it asks for.
///
/// # Errors
/// If it is not offered or not accepted.
pub async fn step(page: &Page, button: &str, field: &str, text: &str) -> Result<(), Failure> {
    page.press("button", button).await?;
    fill(page, &page.words.text(field), text).await?;
    page.press(".dialog-foot .first", "").await?;
    page.until(&format!("“{button}” to be done"), async || {
        let open = "return document.querySelectorAll('dialog:modal').length";
        let open = page.script(open, vec![]).await?;
        Ok((open == json!(0)).then_some(()))
    })
    .await
}

/// Returns the current address without its query: `#/visits/…`.
///
/// # Errors
/// If the page cannot be queried.
pub async fn address(page: &Page) -> Result<String, Failure> {
    let address = page.client().current_url().await?;
    let fragment = address.fragment().unwrap_or_default();
    let place = fragment.split('?').next().unwrap_or_default();
    Ok(format!("#{place}"))
}
