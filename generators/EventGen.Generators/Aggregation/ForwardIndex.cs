using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Aggregation;

/// <summary>Which accessors of referenced assemblies the project's class of accessors repeats.</summary>
/// <remarks>Not those whose name is taken, by an accessor of the project or a member written by hand, or that two assemblies have.</remarks>
internal sealed class ForwardIndex : IEquatable<ForwardIndex>
{
    private readonly EquatableArray<ReferencedAccessorModel> _forwarded;
    private readonly Dictionary<string, ReferencedAccessorModel> _byEvent = new(StringComparer.Ordinal);

    public ForwardIndex(ProjectModel project, EventIndex events, GroupIndex groups)
    {
        if (!project.IsSupported || project.Names.AccessorTaken is not null) return;

        var taken = new HashSet<string>(project.Written.OfAccessorClass, StringComparer.Ordinal) { project.Names.Accessor.TrimStart('@') };
        taken.UnionWith(events.Accepted.Select(static reservation => reservation.Accessor));
        taken.UnionWith(groups.Files.Where(static file => file.HasAccessor).Select(static file => file.Declared!.Accessor));
        taken.UnionWith(Shared(project.Reach.Accessors).Select(static same => same.Key));
        _forwarded = project.Reach.Accessors.Where(accessor => !taken.Contains(accessor.Name)).ToEquatableArray();
        foreach (var accessor in _forwarded)
        {
            if (!accessor.IsGroup) _byEvent[accessor.Type.Global] = accessor;
        }
    }

    public bool IsEmpty => _forwarded.Count == 0;

    /// <summary>The accessor of a referenced event; <see langword="null"/> when it is not repeated.</summary>
    public ReferencedAccessorModel? Of(TypeName type) => _byEvent.TryGetValue(type.Global, out var accessor) ? accessor : null;

    /// <summary>A file for each assembly, without the events that have a file for the project's handlers of them.</summary>
    public EquatableArray<ForwardFile> Files(HandlerIndex handlers)
    {
        var assemblies = _forwarded.GroupBy(static accessor => accessor.Assembly, StringComparer.Ordinal)
            .OrderBy(static same => same.Key, StringComparer.Ordinal).ToList();
        var hints = HintName.Assign(assemblies.Select(static same => same.Key));
        return assemblies
            .Select(same => new ForwardFile(same.Key, hints[same.Key], same.Where(accessor => accessor.IsGroup || !handlers.Handles(accessor.Type)).ToEquatableArray()))
            .Where(static file => file.Accessors.Count > 0)
            .ToEquatableArray();
    }

    /// <summary>The names that several accessors have.</summary>
    public static IEnumerable<IGrouping<string, ReferencedAccessorModel>> Shared(IEnumerable<ReferencedAccessorModel> accessors) =>
        accessors.GroupBy(static accessor => accessor.Name, StringComparer.Ordinal).Where(static same => same.Skip(1).Any());

    public bool Equals(ForwardIndex? other) => other is not null && _forwarded.Equals(other._forwarded);

    public override bool Equals(object? obj) => Equals(obj as ForwardIndex);

    public override int GetHashCode() => _forwarded.GetHashCode();
}
