using System.Text;
using System.Text.Json.Nodes;
using Maner.Model.Storage;
using Maner.Testing;
using Xunit;

namespace Maner.Cli.Tests;

/// <summary>A folder with copies of an encoder and a model to spoil.</summary>
internal sealed class Scene : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CliModel _model;

    public Scene(CliModel model)
    {
        _model = model;
        Copy(model.Encoder, "encoder");
        Copy(model.Folder, "model");
    }

    /// <summary>Every file with its size and time, and every folder.</summary>
    public string Everything => string.Join('\n', Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(entry => File.Exists(entry) ? $"{entry} {new FileInfo(entry).Length} {File.GetLastWriteTimeUtc(entry):O}" : entry));

    public string Fill(string text) => text
        .Replace("{0}", _folder.Path, StringComparison.Ordinal)
        .Replace("{1}", Samples.Folder, StringComparison.Ordinal)
        .Replace("{2}", _model.Folder, StringComparison.Ordinal);

    public (int Code, string Output, string Error) Run(string line) => Cli.Run(line.Split(' ').Select(Fill).ToArray());

    public void Folder(string name) => Directory.CreateDirectory(_folder.File(name));

    public void Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.Delete(_folder.File(name));
        File.WriteAllBytes(_folder.File(name), content);
    }

    public void Delete(string name) => File.Delete(_folder.File(name));

    public void Truncate(string name) => Write(name, File.ReadAllBytes(_folder.File(name))[..^100]);

    public void Config(string folder, string key, JsonNode value) => Set($"{folder}/config.json", key, value);

    public void Manifest(string key, JsonNode value) => Set("model/maner.json", key, value);

    /// <summary>Puts a number in the place of a tensor's first.</summary>
    public void Spoil(string name, string tensor, float value)
    {
        string path = _folder.File(name);
        byte[] bytes = File.ReadAllBytes(path);
        using (var file = SafeTensorsFile.Open(path))
        {
            int start = sizeof(ulong) + (int)BitConverter.ToUInt64(bytes) + (int)file.Tensors[tensor].Begin;
            BitConverter.TryWriteBytes(bytes.AsSpan(start), value);
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Changes one bit in the middle of a file.</summary>
    public void Flip(string name)
    {
        byte[] bytes = File.ReadAllBytes(_folder.File(name));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_folder.File(name), bytes);
    }

    /// <summary>Takes a file's hash out of the model's description, as who changes the file on purpose does.</summary>
    public void Forget(string file)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder.File("model/maner.json")))!;
        json["file_hashes"]!.AsObject().Remove(file);
        Write("model/maner.json", json.ToJsonString());
    }

    /// <summary>Makes the model one of another program: without what this one writes beside the weights.</summary>
    public void Foreign()
    {
        foreach (string file in (string[])["maner.json", "crf.safetensors", "words.json"])
        {
            Delete("model/" + file);
        }
    }

    /// <summary>Puts a named pipe in a file's place.</summary>
    public void Pipe(string name)
    {
        Delete(name);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files.");
        using var made = System.Diagnostics.Process.Start("mkfifo", [_folder.File(name)]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    public void Link(string name, string target)
    {
        Delete(name);
        File.CreateSymbolicLink(_folder.File(name), target);
    }

    public string Read(string name) => File.ReadAllText(_folder.File(name));

    public void Dispose() => _folder.Dispose();

    private void Set(string name, string key, JsonNode value)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder.File(name)))!;
        json[key] = value;
        Write(name, json.ToJsonString());
    }

    private void Copy(string from, string to)
    {
        Folder(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(_folder.File(to), Path.GetFileName(file)));
        }
    }
}
