using Maner.Ner;
using Maner.Tensors;
using Maner.Testing;
using Xunit;

namespace Maner.Library.Tests;

/// <summary>Which tagger a caller gets, and when the files of a temporary model go.</summary>
public sealed class TaggerPoolTests
{
    [Fact]
    public void A_caller_who_is_alone_gets_the_tagger_with_all_threads_whatever_was_taken_before()
    {
        using TaggerPool pool = Pool(out Tagger first, null);
        Tagger? second = null;
        pool.Use(outer => pool.Use(inner => second = inner, CancellationToken.None), CancellationToken.None);
        Assert.NotSame(first, second);

        Assert.Same(first, pool.Use(tagger => tagger, CancellationToken.None));
        pool.Use(
            outer =>
            {
                Assert.Same(first, outer);
                return pool.Use(inner => inner == second, CancellationToken.None) ? 0 : throw new InvalidOperationException("The idle tagger is used again.");
            },
            CancellationToken.None);
    }

    [Fact]
    public void Files_go_after_the_last_call_has_ended()
    {
        var files = new Files();
        TaggerPool pool = Pool(out _, files);
        pool.Use(
            tagger =>
            {
                pool.Dispose();
                Assert.False(files.AreGone);
                return 0;
            },
            CancellationToken.None);
        Assert.True(files.AreGone);
    }

    [Fact]
    public void Files_that_are_copied_go_when_the_copy_is_made()
    {
        var files = new Files();
        TaggerPool pool = Pool(out _, files);
        pool.KeepFiles(() =>
        {
            pool.Dispose();
            Assert.False(files.AreGone);
        });
        Assert.True(files.AreGone);
        Assert.Throws<ObjectDisposedException>(() => pool.KeepFiles(() => { }));
    }

    private static TaggerPool Pool(out Tagger first, IDisposable? files)
    {
        var workers = new Workers(2);
        first = TaggerFolder.Load(Path.Combine(SharedFiles.Repository, "models", "mini-ner"), workers);
        return new TaggerPool(first, workers, 2, files);
    }

    private sealed class Files : IDisposable
    {
        public bool AreGone { get; private set; }

        public void Dispose() => AreGone = true;
    }
}
