//! Checks of an ONNX file, which may come from anywhere, before it is used.

use super::proto::{Dimension, FLOAT, GraphProto, ModelProto, TensorProto, ValueInfoProto};
use crate::problem::ModelProblem;
use prost::Message;

/// Largest file that is read, bytes.
pub const MAX_ONNX_BYTES: usize = 16 << 20;
/// Largest numbers of operators, constants, inputs and values of a constant.
const MAX_NODES: usize = 2000;
const MAX_TENSORS: usize = 2000;
const MAX_INPUTS: usize = 64;
const MAX_VALUES: usize = 4 << 20;

/// Operators that exports of such networks use.
const OPERATORS: [&str; 12] = [
    "Add",
    "Concat",
    "Constant",
    "Flatten",
    "Gemm",
    "Identity",
    "MatMul",
    "Mul",
    "Relu",
    "Reshape",
    "Squeeze",
    "Transpose",
];

/// Inputs and output of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Name of each input, with the number of its columns.
    pub inputs: Vec<(String, usize)>,
    /// Name of the output.
    pub output: String,
}

/// Checks a file.
///
/// # Errors
/// [`ModelProblem`] says why the file is not supported.
pub fn check(bytes: &[u8]) -> Result<Outline, ModelProblem> {
    if bytes.len() > MAX_ONNX_BYTES {
        return Err(ModelProblem::TooLarge { size: bytes.len() as u64, most: MAX_ONNX_BYTES as u64 });
    }
    let model = ModelProto::decode(bytes).map_err(|_| ModelProblem::NotOnnx)?;
    let graph = model.graph.ok_or(ModelProblem::NotOnnx)?;
    at_most("operators", graph.node.len(), MAX_NODES)?;
    at_most("constants", graph.initializer.len(), MAX_TENSORS)?;
    at_most("inputs", graph.input.len(), MAX_INPUTS)?;
    at_most("functions of its own", model.functions.len(), 0)?;
    for node in &graph.node {
        let own = ["", "ai.onnx"].contains(&node.domain.as_str());
        if !own || !OPERATORS.contains(&node.op_type.as_str()) {
            let operator = if own { node.op_type.clone() } else { format!("{}.{}", node.domain, node.op_type) };
            return Err(ModelProblem::Operator { operator, known: OPERATORS.join(", ") });
        }
        node.attribute.iter().filter_map(|attribute| attribute.t.as_ref()).try_for_each(tensor)?;
    }
    graph.initializer.iter().try_for_each(tensor)?;
    let [output] = graph.output.as_slice() else { return Err(ModelProblem::Outputs(graph.output.len() as u64)) };
    Ok(Outline { inputs: inputs(&graph)?, output: output.name.clone() })
}

fn at_most(what: &str, count: usize, most: usize) -> Result<(), ModelProblem> {
    let too_many = || ModelProblem::TooMany { what: what.to_owned(), count: count as u64, most: most as u64 };
    if count <= most { Ok(()) } else { Err(too_many()) }
}

/// The inputs, without the constants that may be listed among them.
fn inputs(graph: &GraphProto) -> Result<Vec<(String, usize)>, ModelProblem> {
    let constant = |input: &&ValueInfoProto| graph.initializer.iter().any(|tensor| tensor.name == input.name);
    let entering = graph.input.iter().filter(|input| !constant(input));
    let inputs: Vec<(String, usize)> = entering
        .map(|input| {
            let columns = columns(input).ok_or_else(|| ModelProblem::Input(input.name.clone()))?;
            Ok((input.name.clone(), columns))
        })
        .collect::<Result<_, _>>()?;
    Ok(inputs)
}

fn columns(input: &ValueInfoProto) -> Option<usize> {
    let tensor = input.r#type.as_ref()?.tensor_type.as_ref()?;
    let [_, columns] = tensor.shape.as_ref()?.dim.as_slice() else { return None };
    match columns.value {
        Some(Dimension::Number(number)) if tensor.elem_type == FLOAT => usize::try_from(number).ok(),
        _ => None,
    }
}

/// Checks that a constant has all the values for which a runtime would allocate memory.
fn tensor(tensor: &TensorProto) -> Result<(), ModelProblem> {
    let name = || if tensor.name.is_empty() { "a constant".to_owned() } else { tensor.name.clone() };
    if tensor.data_location != 0 {
        return Err(ModelProblem::ExternalData(name()));
    }
    let damaged = || ModelProblem::Tensor(name());
    let mut numbers: usize = 1;
    for dim in &tensor.dims {
        let dim = usize::try_from(*dim).map_err(|_| damaged())?;
        numbers = numbers.checked_mul(dim).filter(|numbers| *numbers <= MAX_VALUES).ok_or_else(damaged)?;
    }
    // FLOAT, INT32, INT64, DOUBLE, with the bytes of a number and those that are not packed into bytes.
    let (bytes, apart) = match tensor.data_type {
        FLOAT => (4, tensor.float_data.len()),
        6 => (4, tensor.int32_data.len()),
        7 => (8, tensor.int64_data.len()),
        11 => (8, tensor.double_data.len()),
        _ => return Err(damaged()),
    };
    let found = if tensor.raw_data.is_empty() { apart * bytes } else { tensor.raw_data.len() };
    if found == numbers * bytes { Ok(()) } else { Err(damaged()) }
}
