using Maner.Model.Encoders;
using Maner.Model.Layers;
using Maner.Model.Parameters;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Model.Tests;

public sealed class TransformerEncoderTests : IDisposable
{
    private readonly Workers _workers = new(2);
    private readonly TransformerEncoder _encoder;

    public TransformerEncoderTests() => _encoder = TinyEncoder.Make(TinyEncoder.Config, _workers, new Rng(3));

    public void Dispose()
    {
        _encoder.Dispose();
        _workers.Dispose();
    }

    [Fact]
    public void Hidden_states_follow_the_reference()
    {
        PackedBatch batch = TinyEncoder.Batch([0, 7, 7, 2], [9], [0, 3, 7, 49, 3, 2]);
        double[][] expected = ReferenceEncoder.Of(_encoder).Forward(batch);

        AssertClose.All(Reference.Floats([.. expected.SelectMany(row => row)]), _encoder.Forward(batch, [], EncoderPass.Inference), 1e-5, 1e-5, "hidden");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_rows_asked_for_have_the_bits_of_a_pass_over_all(bool training)
    {
        PackedBatch batch = TinyEncoder.Batch([0, 7, 7, 2], [9], [0, 3, 7, 49, 3, 2]);
        EncoderPass pass = training ? TinyEncoder.WithoutDropout : EncoderPass.Inference;
        float[] all = AssertClose.Flat(_encoder.Forward(batch, [], pass));
        int[] rows = [0, 2, 4, 10];

        Matrix asked = _encoder.Forward(batch, rows, pass);

        Assert.Equal(rows.Length, asked.Rows);
        for (int index = 0; index < rows.Length; index++)
        {
            AssertBits.Equal(all.AsSpan(rows[index] * asked.Columns, asked.Columns), asked[index], "hidden", index);
        }
    }

    [Fact]
    public void A_sentence_has_the_same_bits_alone_and_in_company()
    {
        int[] sentence = [0, 3, 7, 49, 3, 2];
        float[] alone = AssertClose.Flat(_encoder.Forward(TinyEncoder.Batch(sentence), [], EncoderPass.Inference));

        Matrix together = _encoder.Forward(TinyEncoder.Batch([5, 6, 7, 8], [9], sentence, [1]), [], EncoderPass.Inference);

        AssertBits.Equal(alone, AssertClose.Flat(together.RowRange(5, 6)), "hidden");
    }

    [Fact]
    public void Hidden_states_do_not_depend_on_what_ran_before()
    {
        PackedBatch small = TinyEncoder.Batch([4, 5]), great = TinyEncoder.Batch(new Rng(1), 50, 18, 18, 18, 3);
        float[] first = AssertClose.Flat(_encoder.Forward(small, [], EncoderPass.Inference));
        _encoder.Forward(great, [], TinyEncoder.WithDropout);

        AssertBits.Equal(first, AssertClose.Flat(_encoder.Forward(small, [], EncoderPass.Inference)), "hidden");
    }

    [Fact]
    public void The_window_may_be_filled_but_not_exceeded()
    {
        int longest = _encoder.Config.MaxTokens;
        Assert.Equal(18, longest);
        _encoder.Forward(TinyEncoder.Batch(new Rng(1), 50, longest), [], EncoderPass.Inference);

        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => _encoder.Forward(TinyEncoder.Batch(new Rng(1), 50, 3, longest + 1), [], EncoderPass.Inference));
        Assert.Contains("19 tokens; the encoder's window is 18", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(50)]
    public void An_id_outside_the_vocabulary_is_refused(int id)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => _encoder.Forward(TinyEncoder.Batch([3, id]), [], EncoderPass.Inference));
        Assert.Contains($"Token id {id} is outside the encoder's vocabulary of 50.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    [InlineData(2, 5)]
    public void Rows_out_of_order_or_out_of_the_batch_are_refused(int first, int second) =>
        Assert.Throws<ArgumentException>(
            () => _encoder.Forward(TinyEncoder.Batch([1, 2, 3], [4, 5]), [first, second], EncoderPass.Inference));

    [Fact]
    public void Backward_needs_a_training_pass_before_it()
    {
        using var matrices = new TestMatrices();
        Matrix dHidden = matrices.Zeros(2, _encoder.Config.HiddenSize);
        Assert.Throws<InvalidOperationException>(() => _encoder.Backward(dHidden));
        _encoder.Forward(TinyEncoder.Batch([1, 2]), [], EncoderPass.Inference);
        Assert.Throws<InvalidOperationException>(() => _encoder.Backward(dHidden));
    }

    [Fact]
    public void Extra_rows_extend_the_vocabulary()
    {
        using var extended = new TransformerEncoder(TinyEncoder.Config, _workers, extraRows: 1);

        Assert.Equal(51, extended.Config.VocabSize);
        extended.Forward(TinyEncoder.Batch([50]), [], EncoderPass.Inference);
    }

    [Fact]
    public void Dense_gradients_need_every_row_in_order()
    {
        _encoder.TokenEmbeddings.Touch([49, .. Enumerable.Range(0, 49)]);
        Assert.Throws<InvalidOperationException>(() => _encoder.TokenEmbeddings.DenseGradients());

        using var inOrder = new EmbeddingTable(_workers, "words", 5, 4);
        Assert.Equal(5, inOrder.DenseGradients().Rows);
        using var lastIsLast = new EmbeddingTable(_workers, "words", 3, 4);
        lastIsLast.Touch([1, 0, 2]);
        Assert.Throws<InvalidOperationException>(() => lastIsLast.DenseGradients());
    }
}
