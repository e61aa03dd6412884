using System.Globalization;
using Maner.Annotation.Records;

namespace Maner.Annotation.Actions;

/// <summary>Adds a type. Only curators, as all changes of types.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour as <c>#RRGGBB</c>; null for the next of the palette.</param>
/// <param name="Key">The key that labels with it; null for the next free digit.</param>
/// <param name="Description">What it means, in Markdown.</param>
internal sealed record AddType(string Name, string? Color = null, string? Key = null, string Description = "") : AnnotationAction
{
    private static readonly string[] s_palette = ["#c2571a", "#2d7d46", "#6a4fb3", "#2b6cb0", "#b3476b", "#8a7a14", "#0f8a8a", "#8c5a3c", "#4a5fc1", "#6f6f6f"];

    /// <summary>The type that is added for a name.</summary>
    /// <param name="types">The types that there are.</param>
    /// <param name="all">How many there ever were.</param>
    /// <exception cref="ActionRefusedException">The name is taken, or no name.</exception>
    internal EntityType Make(IReadOnlyList<EntityType> types, int all)
    {
        TypeNames.Check(types, Name, null);
        string key = Key ?? Enumerable.Range(1, 9).Select(digit => digit.ToString(CultureInfo.InvariantCulture)).FirstOrDefault(digit => types.All(type => type.Key != digit)) ?? "";
        TypeNames.CheckKey(types, key, null);
        return new EntityType(all + 1, Name.Trim(), TypeNames.CheckedColor(Color ?? s_palette[all % s_palette.Length]), key, Description, types.Count == 0 ? 0 : types.Max(type => type.Position) + 1);
    }

    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("add types");
        scope.SetType(Make(scope.Types.Live, (int)(scope.Session.Number("SELECT max(id) FROM types") ?? 0)));
    }
}

/// <summary>Renames, recolours or moves a type, or gives it another key or description. What is null stays.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Key">Its key.</param>
/// <param name="Description">Its description.</param>
/// <param name="Position">Its place in the list, from 0.</param>
internal sealed record ChangeType(int Type, string? Name = null, string? Color = null, string? Key = null, string? Description = null, int? Position = null) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("change types");
        EntityType old = TypeNames.Find(scope, Type);
        if (Name is not null)
        {
            TypeNames.Check(scope.Types.Live, Name, Type);
        }

        if (Key is not null)
        {
            TypeNames.CheckKey(scope.Types.Live, Key, Type);
        }

        scope.SetType(old with
        {
            Name = Name?.Trim() ?? old.Name,
            Color = Color is null ? old.Color : TypeNames.CheckedColor(Color),
            Key = Key ?? old.Key,
            Description = Description ?? old.Description,
        });
        if (Position is { } position)
        {
            List<EntityType> order = [.. scope.Types.Live.Where(type => type.Id != Type)];
            order.Insert(Math.Clamp(position, 0, order.Count), TypeNames.Find(scope, Type));
            for (int place = 0; place < order.Count; place++)
            {
                scope.SetType(order[place] with { Position = place });
            }
        }
    }
}

/// <summary>Makes all entities of one type entities of another; the first leaves the list.</summary>
/// <param name="Type">The type that goes.</param>
/// <param name="Into">The type that stays.</param>
internal sealed record MergeTypes(int Type, int Into) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("merge types");
        EntityType old = TypeNames.Find(scope, Type);
        if (Type == Into)
        {
            throw new ActionRefusedException($"Expected two types to merge, found {old.Name} twice. Choose another.");
        }

        // The entities keep the number of the type that goes, which means the other from now on: undo gives each back what it was.
        scope.SetType(old with { MergedInto = TypeNames.Find(scope, Into).Id });
    }
}

/// <summary>Takes a type out of the list.</summary>
/// <param name="Type">The type's id.</param>
/// <param name="WithEntities">Whether its entities go too; otherwise a type that has any stays, and the action is refused.</param>
internal sealed record RemoveType(int Type, bool WithEntities = false) : AnnotationAction
{
    internal override void Run(ActionScope scope)
    {
        scope.RequireCurator("remove types");
        EntityType old = TypeNames.Find(scope, Type);
        long entities = scope.Types.IdsOf(Type).Sum(id => scope.Session.Number("SELECT count(*) FROM entities WHERE type = $1", id) ?? 0);
        if (entities > 0 && !WithEntities)
        {
            throw new ActionRefusedException($"Expected a type without entities, found {entities} of {old.Name}. Merge it into another type, or remove its entities too.");
        }

        scope.SetType(old with { IsRemoved = true });
    }
}
