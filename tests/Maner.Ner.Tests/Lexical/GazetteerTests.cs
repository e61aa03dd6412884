using System.IO.Compression;
using Maner.Ner.Lexical;
using Maner.Testing;
using Xunit;

namespace Maner.Ner.Tests.Lexical;

public sealed class GazetteerTests
{
    [Fact]
    public void A_file_is_read_whatever_its_order_repeats_spaces_form_and_packing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.tsv"), "# Cities\nTanga\tLOC\nDar  es Salaam\tLOC\r\n\nC\u00f4te\tLOC\nTanga\tORG\n");
        using (var packed = new GZipStream(File.Create(folder.File("b.gz")), CompressionLevel.Fastest))
        {
            packed.Write("Tanga\tORG\nCo\u0302te\tLOC\nTanga\tLOC\nTanga\tLOC\nDar es Salaam \tLOC"u8);
        }

        Gazetteer plain = GazetteerFile.Read(folder.File("a.tsv"), Gazetteer.OwnList), other = GazetteerFile.Read(folder.File("b.gz"), Gazetteer.OwnList);

        Assert.Equal([new("C\u00f4te", "LOC", "own"), new("Dar es Salaam", "LOC", "own"), new("Tanga", "LOC", "own"), new("Tanga", "ORG", "own")], plain.Names);
        Assert.Equal(["LOC", "ORG"], plain.Types);
        Assert.Equal(plain.Sha256, other.Sha256);
        Assert.NotEqual(plain.Sha256, Gazetteer.Of(plain.Names.Skip(1)).Sha256);
    }

    [Fact]
    public void A_model_s_file_is_read_back_and_one_that_is_another_is_refused()
    {
        using var folder = new TemporaryFolder();
        Gazetteer gazetteer = Gazetteer.Of([new("#1 Tanga", "LOC", "own"), new("Kenya", "LOC", "cldr")]);
        string path = folder.File("gazetteer.tsv");
        File.WriteAllText(path, GazetteerFile.Write(gazetteer));

        Assert.Equal(gazetteer.Names, GazetteerFile.ReadOfModel(path, gazetteer.Sha256).Names);

        File.AppendAllText(path, "Uganda\tLOC\tcldr\n");
        Assert.Contains("expected the names that the model was trained with", Assert.Throws<InvalidDataException>(() => GazetteerFile.ReadOfModel(path, gazetteer.Sha256)).Message, StringComparison.Ordinal);
        File.AppendAllText(path, "Uganda\tLOC\n");
        Assert.Contains($"{path}:4: expected a name, its type and its list, between tabs, found 2 fields. Copy", Assert.Throws<InvalidDataException>(() => GazetteerFile.ReadOfModel(path, gazetteer.Sha256)).Message, StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("maner.json says that the model has this file, found none", Assert.Throws<FileNotFoundException>(() => GazetteerFile.ReadOfModel(path, gazetteer.Sha256)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lists_that_come_along_are_small_sorted_of_two_types_and_have_their_licences_beside_them()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "lists");
        Assert.Equal(["cldr", "geonames"], GazetteerCatalog.Default.Names);
        Assert.InRange(new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length), 1, 3 << 20);
        Assert.Contains("UNICODE LICENSE V3", File.ReadAllText(Path.Combine(folder, "LICENSE-cldr.txt")), StringComparison.Ordinal);
        string readMe = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.Contains("GeoNames", readMe, StringComparison.Ordinal);
        Assert.Contains("https://creativecommons.org/licenses/by/4.0/", readMe, StringComparison.Ordinal);

        Gazetteer all = GazetteerCatalog.Default.Read(["bundled"])!;
        Assert.Equal(["DATE", "LOC"], all.Types);
        Assert.All((ListedName[])[new("Kenya", "LOC", "cldr"), new("Nàìjíríà", "LOC", "cldr"), new("Agosti", "DATE", "cldr"), new("Kisumu", "LOC", "geonames")], name => Assert.Contains(name, all.Names));
        Assert.Equal(all.Sha256, GazetteerCatalog.Default.Read(["geonames", "cldr"])!.Sha256);
    }

    [Fact]
    public void What_is_not_asked_for_is_left_to_the_model_and_none_is_none()
    {
        Assert.Null(GazetteerCatalog.Default.Read([]));
        Assert.Same(Gazetteer.Empty, GazetteerCatalog.Default.Read(["none"]));
        Assert.Throws<InvalidDataException>(() => GazetteerCatalog.Default.Read(["none", "cldr"]));
        Assert.Throws<FileNotFoundException>(() => new GazetteerCatalog(AppContext.BaseDirectory).Read(["bundled"]));
    }
}
