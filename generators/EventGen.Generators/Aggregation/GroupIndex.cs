using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Aggregation;

/// <summary>All groups that the project declares or has events in.</summary>
internal sealed class GroupIndex : IEquatable<GroupIndex>
{
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly bool _hasAccessors;

    public GroupIndex(IEnumerable<GroupModel> declared, IEnumerable<MembershipModel> memberships, EventIndex events)
    {
        var accepted = new HashSet<string>(events.Accepted.Select(static reservation => reservation.FullName), StringComparer.Ordinal);
        var own = declared.GroupBy(static group => group.Type.Global, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.First(), StringComparer.Ordinal);
        var members = memberships.Where(membership => accepted.Contains(membership.Event.FullName))
            .ToLookup(static membership => membership.Group.Global, StringComparer.Ordinal);

        TypeName[] types =
        [
            .. own.Values.Select(static group => group.Type).Concat(members.Select(static members => members.First().Group)).Distinct()
                .OrderBy(static type => type.FullName, StringComparer.Ordinal)
                .ThenBy(static type => type.Global, StringComparer.Ordinal),
        ];
        var hints = HintName.Assign(types, static type => type.Global, static type => type.FullName);
        _hasAccessors = events.Names.AccessorTaken is null;
        Refuse(types.Where(type => own.ContainsKey(type.Global)).Select(type => own[type.Global]), events);
        Files = types
            .Select(type => File(type, own.TryGetValue(type.Global, out var group) ? group : null, members[type.Global], hints[type.Global]))
            .ToEquatableArray();
    }

    /// <summary>The groups, by full name.</summary>
    public EquatableArray<GroupFile> Files { get; }

    /// <summary>Whether code that adds some group is itself obsolete.</summary>
    public bool CallsObsolete => Files.Any(static file =>
        file.Declared is { Suppressions.NeedsObsoleteContext: true } || file.Members.Any(static member => member.Suppressions.NeedsObsoleteContext));

    /// <summary>Why a group of the project cannot have its accessor; <see langword="null"/> when it can.</summary>
    public string? WhyRefused(string fullName) => _refused.TryGetValue(fullName, out string? reason) ? reason : null;

    public bool Equals(GroupIndex? other) => other is not null && Files.Equals(other.Files);

    public override bool Equals(object? obj) => Equals(obj as GroupIndex);

    public override int GetHashCode() => Files.GetHashCode();

    // An accessor that an event has, or a group before it, is theirs.
    private void Refuse(IEnumerable<GroupModel> declared, EventIndex events)
    {
        var accessors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in declared)
        {
            string name = group.Type.FullName;
            string? reason = (name == $"{events.Names.AccessorFullName}.{group.Accessor}" ? $"the type '{name}' is nested in the accessor class" : null)
                ?? events.WhyTaken(group.Accessor)
                ?? (accessors.TryGetValue(group.Accessor, out string? other) ? $"it is the accessor of '{other}'" : null);
            if (reason is null) accessors.Add(group.Accessor, name);
            else _refused.Add(name, reason);
        }
    }

    private GroupFile File(TypeName type, GroupModel? declared, IEnumerable<MembershipModel> members, string hint)
    {
        MembershipModel[] ordered =
        [
            .. members
                .OrderByDescending(static member => member.IsSealed)
                .ThenByDescending(static member => member.Depth)
                .ThenBy(static member => member.Event.FullName, StringComparer.Ordinal),
        ];
        return new GroupFile(
            type,
            declared?.Id ?? ordered[0].GroupId,
            type.FullName.Replace(".", "_"),
            hint,
            declared,
            declared is not null && _hasAccessors && !_refused.ContainsKey(type.FullName),
            ordered.ToEquatableArray());
    }
}
