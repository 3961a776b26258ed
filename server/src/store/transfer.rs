//! Every table as rows of texts and numbers, out of one database and into another, whichever engines they are on.
//!
//! The schema is asked for its tables, so that none can be forgotten.

use super::{Engine, Examination, Result, Store, StoreError, migrate};
use futures_util::{TryStreamExt as _, stream::BoxStream};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Executor as _, Row as _, Transaction, any::AnyRow};
use std::collections::BTreeSet;

/// What belongs to one server and its browsers instead of the organisation.
const OF_THE_SERVER: &[&str] = &["_sqlx_migrations", "session", "sign_in_try", "setup_link"];

/// A table, in the order in which rows can be put in: after the tables that it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    parents: BTreeSet<String>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Where in the key of the table it stands, from 1.
    key: Option<i64>,
    /// Whether it refers to another row of the same table, which may not be there yet.
    inward: bool,
}

/// What a column holds; the portable schema has no other kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `TEXT`
    Text,
    /// `BIGINT`
    Integer,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `NULL`, of either kind.
    Nothing(Kind),
    /// A text.
    Text(String),
    /// A number.
    Integer(i64),
}

impl Examination {
    /// The tables that hold the organisation.
    ///
    /// # Errors
    /// When the schema cannot be read, or has what it should not have.
    pub async fn tables(&mut self) -> Result<Vec<Table>> {
        let engine = self.engine();
        tables(self.connection(), engine).await
    }

    /// All rows of a table, in the order of its key.
    pub fn rows<'a>(&'a mut self, table: &'a Table) -> BoxStream<'a, Result<Vec<Value>>> {
        // The order of bytes, on both engines.
        let collation = match self.engine() {
            Engine::Sqlite => "BINARY",
            Engine::Postgres => "\"C\"",
        };
        let mut key: Vec<&Column> = table.columns.iter().filter(|column| column.key.is_some()).collect();
        key.sort_by_key(|column| column.key);
        let order: Vec<String> = key
            .iter()
            .map(|column| match column.kind {
                Kind::Text => format!("{} COLLATE {collation}", quoted(&column.name)),
                Kind::Integer => quoted(&column.name),
            })
            .collect();
        let statement = format!(
            "SELECT {} FROM {} ORDER BY {}",
            names(table),
            quoted(&table.name),
            order.join(", ")
        );
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch(self.connection());
        Box::pin(
            rows.map_err(StoreError::from)
                .and_then(move |row| std::future::ready(values(table, &row))),
        )
    }

    /// The numbers of the steps of the schema that were taken, in their order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn steps(&mut self) -> Result<Vec<i64>> {
        let rows = sqlx::query("SELECT version FROM _sqlx_migrations ORDER BY version")
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

/// A transaction that fills an empty database.
pub struct Filling {
    transaction: Transaction<'static, Any>,
    engine: Engine,
    /// Rows that refer to rows of their own table: the statement that says so once all are there.
    later: Vec<(String, Vec<Value>)>,
}

impl Store {
    /// Opens a database to fill it with rows of a schema that has just these steps; it is made when missing.
    ///
    /// # Errors
    /// [`StoreError::Newer`] for a step that this version does not know, or one that the database has beyond these.
    pub async fn open_to_fill(url: &str, steps: &[i64]) -> Result<Self> {
        let store = Self::connect(url).await?;
        migrate::run(&store, Some(steps)).await?;
        Ok(store)
    }

    /// Takes the steps of the schema that are missing.
    ///
    /// # Errors
    /// When one cannot be taken.
    pub async fn bring_up_to_date(&self) -> Result<()> {
        migrate::run(self, None).await
    }
}

impl Filling {
    /// Begins to fill.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(store: &Store) -> Result<Self> {
        let mut transaction = store.writers.begin().await?;
        if store.engine == Engine::Postgres {
            transaction.execute("SET LOCAL statement_timeout = 0").await?;
        }
        Ok(Self {
            transaction,
            engine: store.engine,
            later: Vec::new(),
        })
    }

    /// The tables to fill.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub async fn tables(&mut self) -> Result<Vec<Table>> {
        tables(&mut self.transaction, self.engine).await
    }

    /// The first of these tables that is not empty.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn taken<'t>(&mut self, tables: &'t [Table]) -> Result<Option<&'t str>> {
        for table in tables {
            let statement = format!("SELECT 1 FROM {} LIMIT 1", quoted(&table.name));
            let row = sqlx::query(AssertSqlSafe(statement))
                .fetch_optional(&mut *self.transaction)
                .await?;
            if row.is_some() {
                return Ok(Some(&table.name));
            }
        }
        Ok(None)
    }

    /// Puts a row in: a value for each column of the table.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn put(&mut self, table: &Table, mut row: Vec<Value>) -> Result<()> {
        self.put_off(table, &mut row);
        let places: Vec<String> = (1..=row.len()).map(|number| format!("${number}")).collect();
        let statement = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            quoted(&table.name),
            names(table),
            places.join(", ")
        );
        self.execute(statement, row).await
    }

    /// Takes what a row says of others of its table out of it, to be said by [`Self::table_is_full`].
    fn put_off(&mut self, table: &Table, row: &mut [Value]) {
        let key: Vec<(usize, &Column)> = (table.columns.iter().enumerate())
            .filter(|(_, column)| column.key.is_some())
            .collect();
        let mine: Vec<Value> = key.iter().filter_map(|(index, _)| row.get(*index).cloned()).collect();
        let places = key.iter().enumerate();
        let these: Vec<String> = places
            .map(|(place, (_, column))| format!("{} = ${}", quoted(&column.name), place + 2))
            .collect();
        for (column, value) in table.columns.iter().zip(row) {
            if !column.inward || matches!(value, Value::Nothing(_)) {
                continue;
            }
            let said = std::mem::replace(value, Value::Nothing(column.kind));
            let statement = format!(
                "UPDATE {} SET {} = $1 WHERE {}",
                quoted(&table.name),
                quoted(&column.name),
                these.join(" AND ")
            );
            let values = std::iter::once(said).chain(mine.iter().cloned()).collect();
            self.later.push((statement, values));
        }
    }

    /// After the last row of a table.
    ///
    /// # Errors
    /// When a row refers to one that is not there.
    pub async fn table_is_full(&mut self) -> Result<()> {
        for (statement, values) in std::mem::take(&mut self.later) {
            self.execute(statement, values).await?;
        }
        Ok(())
    }

    /// Makes it last.
    ///
    /// # Errors
    /// When the database cannot.
    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    async fn execute(&mut self, statement: String, values: Vec<Value>) -> Result<()> {
        let mut query = sqlx::query(AssertSqlSafe(statement));
        for value in values {
            query = match value {
                Value::Nothing(Kind::Text) => query.bind(None::<String>),
                Value::Nothing(Kind::Integer) => query.bind(None::<i64>),
                Value::Text(text) => query.bind(text),
                Value::Integer(number) => query.bind(number),
            };
        }
        query.execute(&mut *self.transaction).await?;
        Ok(())
    }
}

async fn tables(connection: &mut AnyConnection, engine: Engine) -> Result<Vec<Table>> {
    let names = match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        Engine::Postgres => {
            "SELECT table_name::text FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        }
    };
    let mut found = Vec::new();
    for row in sqlx::query(names).fetch_all(&mut *connection).await? {
        let name: String = row.try_get(0)?;
        if !OF_THE_SERVER.contains(&name.as_str()) {
            found.push(table(connection, engine, name).await?);
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    in_order(found)
}

/// Columns with their kinds and places in the key, and what refers where: for SQLite and PostgreSQL.
const COLUMNS: [&str; 2] = [
    "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid",
    "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod)::text, \
     COALESCE(array_position(c.conkey, a.attnum), 0)::bigint \
     FROM pg_attribute a LEFT JOIN pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'p' \
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
];
const REFERENCES: [&str; 2] = [
    "SELECT \"from\", \"table\" FROM pragma_foreign_key_list($1)",
    "SELECT a.attname::text, p.relname::text FROM pg_constraint c \
     JOIN pg_class p ON p.oid = c.confrelid JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) \
     WHERE c.conrelid = $1::regclass AND c.contype = 'f'",
];

async fn table(connection: &mut AnyConnection, engine: Engine, name: String) -> Result<Table> {
    let (columns, references) = match engine {
        Engine::Sqlite => (COLUMNS[0], REFERENCES[0]),
        Engine::Postgres => (COLUMNS[1], REFERENCES[1]),
    };
    let (mut parents, mut inward) = (BTreeSet::new(), BTreeSet::new());
    for row in sqlx::query(references).bind(&name).fetch_all(&mut *connection).await? {
        let (from, to): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if to == name {
            inward.insert(from);
        } else {
            parents.insert(to);
        }
    }
    let rows = sqlx::query(columns).bind(&name).fetch_all(&mut *connection).await?;
    let columns = rows.iter().map(|row| column(row, &inward)).collect::<Result<_>>()?;
    Ok(Table { name, columns, parents })
}

fn column(row: &AnyRow, inward: &BTreeSet<String>) -> Result<Column> {
    let (name, kind, key): (String, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let kind = match kind.to_ascii_lowercase().as_str() {
        "text" => Kind::Text,
        "bigint" => Kind::Integer,
        other => return Err(not_portable(format!("{name} is {other}, not text or bigint"))),
    };
    Ok(Column {
        kind,
        key: Some(key).filter(|place| *place > 0),
        inward: inward.contains(&name),
        name,
    })
}

fn not_portable(reason: String) -> StoreError {
    StoreError::Inconsistent {
        table: "schema",
        column: "tables",
        reason,
    }
}

/// Each table after those that it refers to; otherwise by name.
fn in_order(mut tables: Vec<Table>) -> Result<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::with_capacity(tables.len());
    while !tables.is_empty() {
        let names: BTreeSet<&String> = tables.iter().map(|table| &table.name).collect();
        let free = |table: &&Table| table.parents.iter().all(|parent| !names.contains(parent));
        let Some(next) = tables.iter().position(|table| free(&table)) else {
            return Err(not_portable(format!("{names:?} refer to each other in a ring")));
        };
        ordered.push(tables.remove(next));
    }
    Ok(ordered)
}

fn values(table: &Table, row: &AnyRow) -> Result<Vec<Value>> {
    let value = |(index, column): (usize, &Column)| {
        Ok(match column.kind {
            Kind::Text => row.try_get::<Option<String>, _>(index)?.map(Value::Text),
            Kind::Integer => row.try_get::<Option<i64>, _>(index)?.map(Value::Integer),
        }
        .unwrap_or(Value::Nothing(column.kind)))
    };
    table.columns.iter().enumerate().map(value).collect()
}

fn names(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    names.join(", ")
}

/// A name of the schema's own, as SQL.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
