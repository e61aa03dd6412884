using System.Runtime.InteropServices;
using Maner.Model.Storage;
using Maner.Tensors;
using Maner.Text.Corpus;
using Maner.Text.Tokenization;

namespace Maner.Training.Pretraining;

/// <summary>Tokenizes a file of text into a <see cref="TokenFile"/>: streaming, blocks of sentences shared among threads.</summary>
internal sealed class TokenFileWriter(Tokenizer tokenizer, Workers workers)
{
    private const int SentencesPerItem = 64;
    private const int ItemsPerBlock = 64;
    private readonly List<IReadOnlyList<string>> _block = [];
    private readonly List<int>[] _ids = [.. Enumerable.Range(0, ItemsPerBlock).Select(_ => new List<int>())];
    private readonly List<int>[] _lengths = [.. Enumerable.Range(0, ItemsPerBlock).Select(_ => new List<int>())];

    /// <summary>How many sentences and pieces a file has.</summary>
    public readonly record struct Counts(long Sentences, long Tokens, long Unknown);

    /// <summary>Writes ids and index, crash-safe, one after the other.</summary>
    /// <param name="source">The text.</param>
    /// <param name="idsPath">Where the ids go.</param>
    /// <param name="indexPath">Where the index goes.</param>
    /// <param name="advanced">Told the number of sentences after every block; may throw to give up.</param>
    public Counts Write(CorpusFile source, string idsPath, string indexPath, Action<long> advanced)
    {
        var index = new List<TokenSentence>();
        long unknown = 0;
        AtomicFile.Write(idsPath, stream =>
        {
            foreach (IReadOnlyList<string> sentence in source.Sentences())
            {
                _block.Add(sentence);
                if (_block.Count == SentencesPerItem * ItemsPerBlock)
                {
                    unknown += WriteBlock(stream, index);
                    advanced(index.Count);
                }
            }

            unknown += WriteBlock(stream, index);
        });
        AtomicFile.Write(indexPath, stream => stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(index))));
        return new Counts(index.Count, index.Count == 0 ? 0 : index[^1].End, unknown);
    }

    /// <summary>FNV-1a over ids (64 bit), mixed so that every bit counts.</summary>
    internal static ulong HashOf(ReadOnlySpan<int> ids)
    {
        ulong hash = 14695981039346656037;
        foreach (int id in ids)
        {
            hash = (hash ^ (uint)id) * 1099511628211;
        }

        return Rng.Mix(hash);
    }

    private long WriteBlock(Stream stream, List<TokenSentence> index)
    {
        int items = (_block.Count + SentencesPerItem - 1) / SentencesPerItem;
        var self = GCHandle.Alloc(this);
        try
        {
            workers.Run(items, new EncodeItem(self));
        }
        finally
        {
            self.Free();
        }

        long unknown = 0;
        bool narrow = TokenFile.BytesPerId(tokenizer.Count) == sizeof(ushort);
        for (int item = 0; item < items; item++)
        {
            ReadOnlySpan<int> ids = CollectionsMarshal.AsSpan(_ids[item]);
            int start = 0;
            foreach (int length in _lengths[item])
            {
                if (length > 0)
                {
                    long before = index.Count == 0 ? 0 : index[^1].End;
                    index.Add(new TokenSentence(HashOf(ids.Slice(start, length)), before + length));
                }

                start += length;
            }

            unknown += tokenizer.SpecialTokens.Unknown is { } id ? ids.Count(id) : 0;
            if (narrow)
            {
                ushort[] shorts = Array.ConvertAll(ids.ToArray(), id => (ushort)id);
                stream.Write(MemoryMarshal.AsBytes(shorts.AsSpan()));
            }
            else
            {
                stream.Write(MemoryMarshal.AsBytes(ids));
            }
        }

        _block.Clear();
        return unknown;
    }

    private void Encode(int item)
    {
        List<int> ids = _ids[item], lengths = _lengths[item];
        ids.Clear();
        lengths.Clear();
        int end = Math.Min(_block.Count, (item + 1) * SentencesPerItem);
        for (int sentence = item * SentencesPerItem; sentence < end; sentence++)
        {
            int before = ids.Count;
            foreach (string text in _block[sentence])
            {
                tokenizer.EncodeWord(text, ids);
            }

            lengths.Add(ids.Count - before);
        }
    }

    /// <summary>The writer behind a handle: work for threads is a struct without references.</summary>
    private readonly struct EncodeItem(GCHandle writer) : IParallelOperation
    {
        public void Invoke(int item) => ((TokenFileWriter)writer.Target!).Encode(item);
    }
}
