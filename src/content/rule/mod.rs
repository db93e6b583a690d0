//! Rule tables: `content/rules/<table>.yaml`. Typed columns, cells in each language, a citation per row.

mod cell;
mod column;
mod quote;
mod read;
mod table;

pub use cell::{Cell, CellValue, ColumnKind, EnumValue, EnumValues, Unit};
pub use column::Column;
pub(super) use column::values;
pub(super) use quote::{check_quote, unknown_column, unknown_row, unknown_table};
pub(super) use read::load;
pub(super) use table::FOLDER;
pub use table::{Row, RuleTable, RuleTables};
