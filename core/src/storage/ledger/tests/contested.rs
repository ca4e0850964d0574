//! Two tablets write one visit concurrently: fields are merged, and those written by both are contested.

use jiff::civil::date;

use super::*;
use crate::domain::{Customer, Moment, Record, visit::Visit};

const KIND: &str = Visit::RECORD_KIND;

fn visit() -> Visit {
    Visit {
        customer: Some(Id::<Customer>::new(Uuid::from_u128(9))),
        account_manager: "王".into(),
        purpose: "定期走访".into(),
        planned_on: Some(date(2026, 11, 24)),
        ..Visit::empty(Id::new(Uuid::from_u128(5)))
    }
}

async fn tablet(writer: u128) -> Ledger<Memory, Plain> {
    let writer = Writer(Uuid::from_u128(writer));
    Ledger::open(Memory::default(), Plain, writer).await.unwrap()
}

/// Writes the visit after the edit `how`, and returns the change for the other tablet.
async fn edit(
    tablet: &Ledger<Memory, Plain>,
    (author, now): (&str, u64),
    how: impl FnOnce(&mut Visit),
) -> Change {
    let before = shown(tablet).await;
    let mut after = before.clone();
    how(&mut after);
    let draft = Draft::new("visit.edit").change(&before, &after);
    let written = tablet.write(draft, author, now).await.unwrap().unwrap();
    tablet.change(written.change).await.unwrap().unwrap()
}

/// Returns the visit as shown on the tablet.
async fn shown(tablet: &Ledger<Memory, Plain>) -> Visit {
    let snapshot = tablet.snapshot().await.unwrap();
    let mut visit = visit();
    let own = snapshot.records.iter().filter(|one| one.kind == KIND);
    for (field, value) in own.flat_map(|record| &record.fields) {
        visit.set(field, value.clone()).unwrap();
    }
    visit
}

#[test]
fn a_visit_is_merged_field_by_field() {
    block_on(async {
        let (left, right) = (tablet(1).await, tablet(2).await);
        let made = Draft::new("visit.add").create(&visit());
        let made = left.write(made, "王", 10).await.unwrap().unwrap();
        let made = left.change(made.change).await.unwrap().unwrap();
        right.receive(vec![bare(&made)]).await.unwrap();

        // Both change the purpose and the summary, and each one a field of its own.
        let mine = edit(&left, ("王", 30), |visit| {
            visit.purpose = "欠费沟通".into();
            visit.summary = "客户答应月底付清".into();
            visit.shifts = Some(3.0);
        });
        let mine = mine.await;
        let theirs = edit(&right, ("李", 20), |visit| {
            visit.purpose = "隐患复查".into();
            visit.summary = "客户答应月底付清".into();
            visit.arrived_at = Some(Moment(15));
        });
        let theirs = theirs.await;
        left.receive(vec![bare(&theirs)]).await.unwrap();
        right.receive(vec![bare(&mine)]).await.unwrap();

        for tablet in [&left, &right] {
            let merged = shown(tablet).await;
            // Fields written by one of them stay; of those written by both, the later value is shown.
            assert_eq!((merged.shifts, merged.arrived_at), (Some(3.0), Some(Moment(15))));
            assert_eq!((&*merged.purpose, merged.account_manager.written()), ("欠费沟通", "王"));

            let contested = tablet.contested(KIND, Uuid::from_u128(5)).await.unwrap();
            let told: Vec<_> = contested
                .iter()
                .map(|one| {
                    let claim = |claim: &Claim| (claim.author.clone(), claim.made_at);
                    let claims: Vec<_> = one.claims.iter().map(claim).collect();
                    (one.field.as_str(), claims)
                })
                .collect();
            let both = || vec![("王".to_owned(), 30), ("李".to_owned(), 20)];
            assert_eq!(told, [("purpose", both()), ("summary", both())]);
            let values: Vec<&Value> = contested[0].claims.iter().map(|one| &one.value).collect();
            let [kept, other] = ["欠费沟通", "隐患复查"].map(|text| Value::Text(text.into()));
            assert_eq!(values, [&kept, &other]);
        }

        // Someone chooses the other value for the purpose: the summary is still contested, everywhere.
        let chosen = edit(&right, ("李", 40), |visit| visit.purpose = "隐患复查".into()).await;
        left.receive(vec![bare(&chosen)]).await.unwrap();
        for tablet in [&left, &right] {
            assert_eq!(shown(tablet).await.purpose, "隐患复查");
            let contested = tablet.contested(KIND, Uuid::from_u128(5)).await.unwrap();
            let fields: Vec<&str> = contested.iter().map(|one| one.field.as_str()).collect();
            assert_eq!(fields, ["summary"]);
        }
        assert_eq!(left.snapshot().await, right.snapshot().await);
    });
}
