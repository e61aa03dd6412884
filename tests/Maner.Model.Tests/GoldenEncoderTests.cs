using Maner.Model.Encoders;
using Maner.Model.Heads;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Tensors.Kernels;
using Maner.Testing;
using Maner.Training;
using Xunit;

namespace Maner.Model.Tests;

/// <summary>The encoder of each family against PyTorch, within the tolerances that the golden files' README states.</summary>
public sealed class GoldenEncoderTests : IDisposable
{
    private static readonly EncoderPass TrainingPass = new(IsTraining: true, HiddenDropout: 0, AttentionDropout: 0, DropoutKey: 0);
    private readonly Workers _workers = new(2);
    private Golden _golden = null!;
    private TransformerEncoder _encoder = null!;
    private ClassificationHead _head = null!;

    public static TheoryData<string> Names => [.. Golden.Names];

    private void Open(string name)
    {
        _golden = new Golden(name);
        using Checkpoint checkpoint = _golden.OpenCheckpoint();
        _encoder = TransformerEncoder.Load(_golden.Config, checkpoint, _workers);
        float[] bias = _golden.Floats("head.bias");
        _head = new ClassificationHead(_workers, bias.Length, _golden.Config);
        _head.Parameters.Load((parameter, values) =>
        {
            if (parameter.Name.StartsWith("classifier.", StringComparison.Ordinal))
            {
                _golden.Floats(parameter.IsVector ? "head.bias" : "head.weight").CopyTo(values);
            }
            else
            {
                checkpoint.Read(parameter.Name, parameter.Shape, values); // ModernBERT's dense layer and norm, which the masked-LM head has too
            }
        });
    }

    public void Dispose()
    {
        _head.Dispose();
        _encoder.Dispose();
        _workers.Dispose();
        _golden.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Hidden_states_match_after_every_layer(string name)
    {
        Open(name);
        _encoder.Forward(_golden.Batch, [], TrainingPass);

        Assert.Equal(_golden.Config.Layers + 1, _encoder.HiddenStates.Count);
        for (int layer = 0; layer < _encoder.HiddenStates.Count; layer++)
        {
            Forward($"hidden.{layer}", _encoder.HiddenStates[layer]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inference_gives_the_bits_of_a_training_pass_without_dropout(string name)
    {
        Open(name);
        float[] training = AssertClose.Flat(_encoder.Forward(_golden.Batch, [], TrainingPass));

        Assert.Equal(training, AssertClose.Flat(_encoder.Forward(_golden.Batch, [], EncoderPass.Inference)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Masked_lm_logits_loss_and_gradients_match(string name)
    {
        Open(name);
        using Checkpoint checkpoint = _golden.OpenCheckpoint();
        using MaskedLmHead lm = MaskedLmHead.Load(_encoder, checkpoint, _workers);
        Forward("mlm.logits", lm.Forward(_encoder.Forward(_golden.Batch, [], TrainingPass), TrainingPass));

        int[] positions = _golden.Integers("mlm.positions");
        var optimizer = new Optimizer([.. _encoder.Arenas, .. lm.Arenas], 0, float.PositiveInfinity);
        optimizer.ClearGradients();
        Matrix logits = lm.Forward(_encoder.Forward(_golden.Batch, positions, TrainingPass), TrainingPass);
        double loss = CrossEntropy.ForwardBackward(_workers, logits, _golden.Integers("mlm.targets"));
        Assert.Equal(_golden.Floats("mlm.loss")[0], loss, 1e-5);
        Matrix dHidden = lm.Backward(logits);
        _encoder.Backward(dHidden);

        int compared = CompareGradients("mlm.grad.", lm.Arenas);
        Assert.Equal(_golden.File.Tensors.Keys.Count(name => name.StartsWith("mlm.grad.", StringComparison.Ordinal)), compared);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Maner_logits_loss_and_every_gradient_match(string name)
    {
        Open(name);
        var optimizer = new Optimizer([.. _encoder.Arenas, _head.Parameters], 0, float.PositiveInfinity);
        optimizer.ClearGradients();
        int[] positions = _golden.Integers("word_positions");
        Matrix logits = _head.Forward(_encoder.Forward(_golden.Batch, positions, TrainingPass), TrainingPass);
        Forward("maner.logits", logits);

        double loss = CrossEntropy.ForwardBackward(_workers, logits, _golden.Integers("word_labels"));
        Assert.Equal(_golden.Floats("maner.loss")[0], loss, 1e-5);
        _encoder.Backward(_head.Backward(logits));

        int compared = CompareGradients("maner.grad.", [_head.Parameters]);
        Assert.Equal(_golden.File.Tensors.Keys.Count(name => name.StartsWith("maner.grad.", StringComparison.Ordinal)), compared);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_AdamW_follow_the_same_course_to_the_same_weights(string name)
    {
        Open(name);
        int[] positions = _golden.Integers("word_positions"), labels = _golden.Integers("word_labels");
        var optimizer = new Optimizer([.. _encoder.Arenas, _head.Parameters], weightDecay: 0.01f, maxNorm: 1);
        float[] losses = _golden.Floats("train.losses"), norms = _golden.Floats("train.grad_norms");
        for (int step = 0; step < losses.Length; step++)
        {
            optimizer.ClearGradients();
            Matrix logits = _head.Forward(_encoder.Forward(_golden.Batch, positions, TrainingPass), TrainingPass);
            double loss = CrossEntropy.ForwardBackward(_workers, logits, labels);
            _encoder.Backward(_head.Backward(logits));
            float rate = 1e-3f * Math.Min(1, (step + 1) / 2f) * (step < 2 ? 1 : (10 - step) / 8f);
            double norm = optimizer.Step(rate);
            Assert.True(Math.Abs(loss - losses[step]) <= 1e-5 + (1e-3 * losses[step]), $"loss of step {step}: expected {losses[step]}, found {loss}");
            Assert.True(Math.Abs(norm - norms[step]) <= 1e-5 + (1e-3 * norms[step]), $"norm of step {step}: expected {norms[step]}, found {norm}");
        }

        foreach (NamedTensor tensor in _encoder.Arenas.SelectMany(arena => arena.Tensors).Concat(_head.Parameters.Tensors))
        {
            string final = "train.final." + tensor.Name.Replace("classifier.", "head.", StringComparison.Ordinal);

            // Softmax does not see what all keys share: their bias's gradient is zero but for rounding, of which Adam makes steps.
            bool isRounding = final.EndsWith("key.bias", StringComparison.Ordinal) || final.EndsWith("k_lin.bias", StringComparison.Ordinal);
            AssertClose.All(_golden.Floats(final), tensor.Values(), isRounding ? 2e-4 : 2e-5, 1e-3, final);
        }
    }

    private void Forward(string name, Matrix actual) => AssertClose.All(_golden.Floats(name), actual, 1e-5, 1e-4, name);

    private int CompareGradients(string prefix, IReadOnlyList<IParameterArena> head)
    {
        int compared = 0;
        foreach ((string name, float[] gradient) in Gradients.Of(_encoder).Concat(head.SelectMany(Gradients.Of)))
        {
            string golden = prefix + name.Replace("classifier.", "head.", StringComparison.Ordinal);
            if (_golden.File.Tensors.ContainsKey(golden))
            {
                AssertClose.All(_golden.Floats(golden), gradient, 1e-6, 1e-3, golden);
                compared++;
            }
        }

        return compared;
    }
}
