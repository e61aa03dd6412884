using Maner.Model.Parameters;
using Maner.Model.Storage;

namespace Maner.Training;

/// <summary>The tensors of a checkpoint whose names start with a prefix, addressed by the rest of the name.</summary>
internal sealed class SavedTensors(SafeTensorsFile file, string prefix) : ITensorSource
{
    public long LengthOf(string name) => file.Tensors.TryGetValue(prefix + name, out TensorEntry? entry) ? entry.Count : -1;

    public void Read(string name, Span<float> destination) => file.Read(prefix + name, destination);
}
