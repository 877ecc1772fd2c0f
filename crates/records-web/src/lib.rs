//! The shared record's module for a worker: FHIR R4 into what lists need, outside the first load. No FHIR leaves it.

mod bundle;
mod page;
mod tree;
mod wire;

use domain::dsp::type_map::TypeMap;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads answers by one table of types.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reader(TypeMap);

#[wasm_bindgen]
impl Reader {
    /// `type_map`: the host's own table as JSON text, where it has one.
    ///
    /// # Errors
    /// `option_invalid` for a table that cannot be used.
    #[wasm_bindgen(constructor)]
    pub fn new(type_map: Option<String>) -> Result<Reader, String> {
        let map = match type_map {
            Some(text) => TypeMap::parse(text.as_bytes()),
            None => TypeMap::built_in(),
        };
        map.map(Self).map_err(|_| "option_invalid".to_owned())
    }

    /// An answer as the JSON text of a page (`domain::dsp::page`).
    ///
    /// # Errors
    /// `too_large` for what no tab would stand.
    pub fn read(&self, bytes: &[u8]) -> Result<String, String> {
        let tree = bundle::parse(bytes).ok_or_else(|| "too_large".to_owned())?;
        Ok(page::page(&tree, &self.0).write())
    }
}
