//! Import of a real portfolio: customers and years of readings of real electricity customers, in the three forms
//! that people have them in.

use e2e::{
    Failure, expect,
    form::pick,
    import::{Totals, look_at, write},
    real_data::{Form, RealData},
    visit::visit,
};

#[tokio::test(flavor = "multi_thread")]
async fn real_files_come_in_once_whatever_their_form() -> Result<(), Failure> {
    let Some(data) = RealData::read()? else {
        return Ok(());
    };
    visit("import", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let folder = visit.profile().folder().join("files");
        let mut first = None;
        for form in Form::ALL {
            let files = data.write(&folder, form)?;
            let totals = look_at(page, &[&files[0], &files[1]]).await?;
            let rows = data.customers() + data.readings();
            let seen = totals.added + totals.changed + totals.unchanged + totals.left_out;
            expect(seen == rows, || format!("{form:?}: {rows} rows, told of {totals:?}"))?;
            let Some(first) = first else {
                // Almost all rows are valid.
                let is_sound = totals.left_out * 50 < rows && totals.unchanged == 0;
                expect(is_sound, || format!("{form:?}: {totals:?}"))?;
                first = Some(totals);
                write(page).await?;
                continue;
            };
            let same = Totals { added: 0, unchanged: first.added, ..first };
            expect(totals == same, || {
                format!("{form:?} after the first import: {totals:?}, not {same:?}")
            })?;
            page.press_button("import.clear").await?;
        }
        page.reload().await?;
        page.follow("shell.customers").await?;
        let all = data.customers().to_string();
        page.sees(&page.words.fill("customers.shown_all", &[("all", &all)])).await
    })
    .await
}

/// Forms used by a Chinese office, imported into an empty portfolio.
#[tokio::test(flavor = "multi_thread")]
async fn real_files_of_an_office_go_into_an_empty_portfolio() -> Result<(), Failure> {
    let Some(data) = RealData::read()? else {
        return Ok(());
    };
    let all = data.customers().to_string();
    for form in [Form::Gb18030, Form::Workbook] {
        visit(&format!("import-{}", form.name()), async |visit| {
            visit.open().await?;
            let page = &visit.page;
            let files = data.write(&visit.profile().folder().join("files"), form)?;
            let totals = look_at(page, &[&files[0], &files[1]]).await?;
            let rows = data.customers() + data.readings();
            let is_sound = totals.added + totals.left_out == rows && totals.left_out * 50 < rows;
            expect(is_sound, || format!("{form:?}: of {rows} rows {totals:?}"))?;
            write(page).await?;
            page.reload().await?;
            page.follow("shell.customers").await?;
            page.sees(&page.words.fill("customers.shown_all", &[("all", &all)])).await?;
            // A second time: everything is unchanged.
            let again = look_at(page, &[&files[0], &files[1]]).await?;
            expect(again.added == 0 && again.unchanged == totals.added, || {
                format!("{form:?} once more: {again:?}")
            })
        })
        .await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_file_is_told_line_by_line_and_the_rest_goes_in() -> Result<(), Failure>
{
    visit("import-problems", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let folder = visit.profile().folder();
        let [customers, readings, picture] =
            ["customers.csv", "readings.csv", "scan.pdf"].map(|name| folder.join(name));
        std::fs::write(&customers, "客户编号,客户名称\n1001,甲厂\n1002,乙厂\n")?;
        let rows = "客户编号,月份,电量\n1001,2026-01,1200\n1001,2026-02,很多\n1001,2026-13,1\n1002,2026-01,-5\n";
        std::fs::write(&readings, rows)?;
        std::fs::write(&picture, b"%PDF-1.7 not a table")?;

        let totals = look_at(page, &[&customers, &readings]).await?;
        let expected = Totals {
            added: 3,
            changed: 0,
            unchanged: 0,
            left_out: 3,
        };
        expect(totals == expected, || format!("{totals:?}, not {expected:?}"))?;
        for reason in ["not_a_number", "impossible_month", "negative"] {
            page.sees(&page.words.text(&format!("import.short_{reason}"))).await?;
        }
        page.sees("很多").await?;
        write(page).await?;

        page.choose_files(&[&picture]).await?;
        page.sees(&page.words.text("import.head_refused")).await?;
        page.sees(&page.words.text("import.reason_wrong_pdf")).await?;
        page.follow("shell.customers").await?;
        page.sees("甲厂").await?;
        page.sees("乙厂").await
    })
    .await
}

/// Lines between the rows create nothing, and open questions of a file are asked.
#[tokio::test(flavor = "multi_thread")]
async fn files_as_they_are_make_nobody_and_ask_what_they_leave_open() -> Result<(), Failure> {
    visit("import-as-they-are", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let words = page.words.clone();
        let folder = visit.profile().folder();
        let file = |name: &str, text: &str| -> Result<std::path::PathBuf, Failure> {
            let path = folder.join(name);
            std::fs::write(&path, text)?;
            Ok(path)
        };
        let left_out = |added, left_out| Totals {
            added,
            changed: 0,
            unchanged: 0,
            left_out,
        };
        // Two heading rows, totals and a signature; a customer in a row that is left out.
        let report = file(
            "report.csv",
            "2026年用电明细,,,,\n户号,年月,电量(kWh),,\n,,峰,谷,合计\nFA01,2026-01,123600,115360,238960\n\
             合计,,123600,115360,238960\n制表日期：2026年3月5日,,,,\nFA02,2026-01,1,1,待补\n",
        )?;
        let totals = look_at(page, &[&report]).await?;
        expect(totals == left_out(0, 4), || format!("{totals:?}"))?;
        page.press("label.switch", &words.text("import.create_unknown")).await?;
        page.until("a row with a new customer", async || {
            let totals = Totals::read(page).await?;
            Ok(totals.filter(|totals| *totals == left_out(1, 3)))
        })
        .await?;
        for reason in ["total_row", "no_record", "not_a_number"] {
            page.sees(&words.text(&format!("import.short_{reason}"))).await?;
        }
        write(page).await?;
        page.follow("shell.customers").await?;
        page.sees("FA01").await?;
        page.sees_no("FA02").await?;

        // Nothing to import: the button is disabled and says why.
        let nothing = file("nothing.csv", "户号,年月,电量(kWh)\n合计,2026-01,5\n")?;
        let totals = look_at(page, &[&nothing]).await?;
        expect(totals == left_out(0, 1), || format!("{totals:?}"))?;
        page.sees(&words.text("import.nothing_fits")).await?;
        page.press_button("import.clear").await?;

        // Months without a year, and an ambiguous comma.
        let open = file("open.csv", "户号;1月;2月\nFA03;412,345;5\n")?;
        page.choose_files(&[&open]).await?;
        page.sees(&words.text("import.question_year_open")).await?;
        let year = words.fill("import.year_of", &[("year", "2026")]);
        pick(page, &words.text("import.question_year"), &year).await?;
        page.sees(&words.text("import.question_year_found")).await?;
        page.sees(&words.text("import.question_decimal_hint")).await?;
        let point = words.text("import.decimal_point");
        pick(page, &words.text("import.question_decimal"), &point).await?;
        write(page).await?;
        page.go("#/data").await?;
        page.sees("2026年2月").await
    })
    .await
}

/// Readings alone touch no customer's history, so they are undone from the list of latest changes.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_file_is_taken_back_and_brought_again() -> Result<(), Failure> {
    visit("import-undone", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let folder = visit.profile().folder();
        let [customers, readings] = ["customers.csv", "readings.csv"].map(|name| folder.join(name));
        std::fs::write(&customers, "客户编号,客户名称\n1001,甲厂\n")?;
        std::fs::write(&readings, "客户编号,月份,电量\n1001,2026-01,1200\n")?;
        for file in [&customers, &readings] {
            look_at(page, &[file]).await?;
            write(page).await?;
        }

        page.go("#/data").await?;
        let words = &page.words;
        let kinds = words.text("import.kind_readings");
        let brought = words.fill("data.change_bulk", &[("kinds", &kinds)]);
        let months = [("count", "1"), ("first", "2026年1月"), ("last", "2026年1月")];
        let here = words.fill("data.count_readings", &months);
        let undo = words.text("labels.undo");
        page.sees(&here).await?;
        page.press_beside(&brought, "li button", &undo).await?;
        page.sees(&words.text("data.count_no_readings")).await?;
        page.sees(&words.text("data.change_undone")).await?;

        let taken_back =
            words.fill("data.change_undoes", &[("action", &words.text("labels.action_import"))]);
        let taken_back = taken_back.split("}}").last().unwrap_or_default();
        page.press_beside(taken_back, "li button", &undo).await?;
        page.sees(&here).await?;
        page.reload().await?;
        page.sees(&here).await
    })
    .await
}
