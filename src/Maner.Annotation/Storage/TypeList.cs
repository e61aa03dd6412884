using Maner.Annotation.Records;

namespace Maner.Annotation.Storage;

/// <summary>The types at one moment, and what the ids of merged and removed ones mean now.</summary>
internal sealed class TypeList
{
    private readonly Dictionary<int, EntityType> _all;

    public TypeList(Session session)
    {
        List<EntityType> types = TypeTable.GetAll(session);
        _all = types.ToDictionary(type => type.Id);
        Live = [.. types.Where(type => type is { MergedInto: null, IsRemoved: false })];
    }

    /// <summary>The types of the list, in their order.</summary>
    public IReadOnlyList<EntityType> Live { get; }

    /// <summary>All ids that count as a type now.</summary>
    public IEnumerable<int> IdsOf(int type) => _all.Keys.Where(id => Resolve(id) == type);

    /// <summary>The type that an id means now; null for a removed one, and for an id that there never was.</summary>
    public int? Resolve(int id)
    {
        while (_all.TryGetValue(id, out EntityType? type))
        {
            if (type.IsRemoved)
            {
                return null;
            }

            if (type.MergedInto is not { } into)
            {
                return id;
            }

            id = into;
        }

        return null;
    }

    /// <summary>The type of the list with an id; null when there is none.</summary>
    public EntityType? Find(int id) => _all.TryGetValue(id, out EntityType? type) && type is { MergedInto: null, IsRemoved: false } ? type : null;

    /// <summary>The name of what an id means now.</summary>
    public string NameOf(int id) => Resolve(id) is { } now ? _all[now].Name : _all.TryGetValue(id, out EntityType? type) ? type.Name : "?";

    /// <summary>Spans with the types that they have now, without those of removed types.</summary>
    public AnnotatedSpan[] Now(IReadOnlyList<AnnotatedSpan> spans) => [.. spans.Where(span => Resolve(span.Type) is not null).Select(span => span with { Type = Resolve(span.Type)!.Value })];

    /// <summary>The same of an annotation.</summary>
    public SentenceAnnotation Now(SentenceAnnotation annotation) => annotation with { Spans = Now(annotation.Spans), Rejected = Now(annotation.Rejected) };
}
