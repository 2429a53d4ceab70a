//! Export of a model.

use super::proto::{
    AttributeProto, Dimension, DimensionProto, FLOAT, GraphProto, INT, ModelProto, NodeProto, OperatorSetIdProto,
    TensorProto, TensorShapeProto, TensorTypeProto, TypeProto, ValueInfoProto,
};
use crate::features::Branch;
use crate::network::NeuralNetwork;
use crate::train::Model;
use prost::Message;

/// Versions of the format and of the operators: programs from 2022 on read them.
const IR_VERSION: i64 = 8;
const OPERATORS: i64 = 17;
/// Name of the output, the scaled key rate.
const OUTPUT: &str = "key_rate";

/// The ONNX file of a model: an input for each branch, with any number of rows; all numbers are scaled as on its card. Several networks
/// become one file, whose output is their mean. Level × COW^β is an input, which the card defines; the file multiplies it with the factor
/// that its networks predict or, without networks, returns it.
pub fn write(model: &Model) -> Vec<u8> {
    let mut graph = GraphProto { name: "keyspan".to_owned(), ..GraphProto::default() };
    graph.input = model.branches().iter().map(|branch| value(branch.name(), branch.features().len())).collect();
    graph.output = vec![value(OUTPUT, 1)];
    let level = Branch::Baseline.name();
    match (model.recipe.baseline, model.factor) {
        (false, _) => add_networks(&mut graph, &model.networks, OUTPUT),
        (true, None) => graph.node.push(node("Identity", &[level], OUTPUT)),
        (true, Some(factor)) => {
            add_networks(&mut graph, &model.networks, "scaled_factor");
            let (least, width) = (factor.unscale(0.0) as f32, (factor.unscale(1.0) - factor.unscale(0.0)) as f32);
            add_dense(&mut graph, ("scaled_factor", "factor", "unscale"), (&[width], &[least]), false);
            graph.node.push(node("Mul", &["factor", level], "product"));
            graph.node.push(node("Relu", &["product"], OUTPUT));
        }
    }
    let file = ModelProto {
        ir_version: IR_VERSION,
        producer_name: numbers::program::NAME.to_owned(),
        producer_version: numbers::program::VERSION.to_owned(),
        graph: Some(graph),
        opset_import: vec![OperatorSetIdProto { domain: String::new(), version: OPERATORS }],
        functions: Vec::new(),
    };
    file.encode_to_vec()
}

/// The mean of networks.
fn add_networks(graph: &mut GraphProto, networks: &[NeuralNetwork], output: &str) {
    match networks {
        [network] => add_network(graph, network, "", output),
        networks => {
            let names: Vec<String> = (1..=networks.len()).map(|number| format!("network{number}")).collect();
            for (network, name) in networks.iter().zip(&names) {
                add_network(graph, network, &format!("{name}_"), name);
            }
            graph.node.push(concatenation(names, "networks"));
            let share = vec![1.0 / networks.len() as f32; networks.len()];
            add_dense(graph, ("networks", output, "mean"), (&share, &[0.0]), false);
        }
    }
}

/// An operator without attributes.
fn node(op_type: &str, input: &[&str], output: &str) -> NodeProto {
    NodeProto {
        input: input.iter().map(|name| (*name).to_owned()).collect(),
        output: vec![output.to_owned()],
        name: format!("{output}_{}", op_type.to_lowercase()),
        op_type: op_type.to_owned(),
        ..NodeProto::default()
    }
}

fn add_network(graph: &mut GraphProto, network: &NeuralNetwork, prefix: &str, output: &str) {
    let layers = network.layers();
    let inputs = network.inputs();
    let mut entry = 0;
    let entries: Vec<(usize, &str)> = network
        .branches
        .iter()
        .map(|branch| {
            let start = entry;
            entry += branch.features().len();
            (start, branch.name())
        })
        .collect();
    // The branches end at the first layer that reads several of them.
    let ends: Vec<usize> = (0..layers.len())
        .filter(|at| layers.iter().any(|other| other.from.len() > layers[*at].outputs() && covers(other, &layers[*at])))
        .collect();
    let name_of = |at: usize| {
        if at + 1 == layers.len() { output.to_owned() } else { format!("{prefix}layer{}", at + 1) }
    };
    for (at, layer) in layers.iter().enumerate() {
        let input = if layer.from.start < inputs {
            let (_, name) = entries.iter().find(|(start, _)| *start == layer.from.start).expect("a branch starts here");
            (*name).to_owned()
        } else if let Some(before) = layers.iter().position(|before| before.to == layer.from) {
            name_of(before)
        } else {
            let joined = format!("{prefix}branches");
            graph.node.push(concatenation(ends.iter().map(|end| name_of(*end)).collect(), &joined));
            joined
        };
        let tensors = layer.split(network.weights());
        add_dense(graph, (&input, &name_of(at), &format!("{prefix}layer{}", at + 1)), tensors, layer.relu);
    }
}

fn covers(outer: &crate::network::Layer, inner: &crate::network::Layer) -> bool {
    outer.from.start <= inner.to.start && inner.to.end <= outer.from.end
}

/// A dense layer with an optional ReLU.
fn add_dense(
    graph: &mut GraphProto,
    (input, output, name): (&str, &str, &str),
    (weights, biases): (&[f32], &[f32]),
    relu: bool,
) {
    let (weights_name, biases_name) = (format!("{name}_weights"), format!("{name}_biases"));
    let rows = biases.len();
    graph.initializer.push(tensor(&weights_name, &[rows, weights.len() / rows], weights));
    graph.initializer.push(tensor(&biases_name, &[rows], biases));
    let product = if relu { format!("{name}_sums") } else { output.to_owned() };
    graph.node.push(NodeProto {
        input: vec![input.to_owned(), weights_name, biases_name],
        output: vec![product.clone()],
        name: format!("{name}_gemm"),
        op_type: "Gemm".to_owned(),
        attribute: vec![int("transB", 1)],
        domain: String::new(),
    });
    if relu {
        graph.node.push(NodeProto { name: format!("{name}_relu"), ..node("Relu", &[&product], output) });
    }
}

fn concatenation(inputs: Vec<String>, output: &str) -> NodeProto {
    NodeProto {
        input: inputs,
        output: vec![output.to_owned()],
        name: format!("{output}_concat"),
        op_type: "Concat".to_owned(),
        attribute: vec![int("axis", 1)],
        domain: String::new(),
    }
}

fn int(name: &str, i: i64) -> AttributeProto {
    AttributeProto { name: name.to_owned(), i, t: None, kind: INT }
}

fn tensor(name: &str, dims: &[usize], numbers: &[f32]) -> TensorProto {
    TensorProto {
        dims: dims.iter().map(|dim| *dim as i64).collect(),
        data_type: FLOAT,
        name: name.to_owned(),
        raw_data: numbers.iter().flat_map(|x| x.to_le_bytes()).collect(),
        ..TensorProto::default()
    }
}

/// A table with any number of rows.
fn value(name: &str, columns: usize) -> ValueInfoProto {
    let dim = [Dimension::Name("rows".to_owned()), Dimension::Number(columns as i64)]
        .map(|value| DimensionProto { value: Some(value) });
    let shape = Some(TensorShapeProto { dim: dim.to_vec() });
    let tensor_type = Some(TensorTypeProto { elem_type: FLOAT, shape });
    ValueInfoProto { name: name.to_owned(), r#type: Some(TypeProto { tensor_type }) }
}
