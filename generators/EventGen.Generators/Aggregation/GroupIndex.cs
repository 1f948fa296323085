using EventGen.Generators.Emission;
using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>All groups that the project declares or has events in.</summary>
internal sealed class GroupIndex : IEquatable<GroupIndex>
{
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly bool _hasAccessors;

    public GroupIndex(IEnumerable<GroupModel> declared, IEnumerable<MembershipModel> memberships, EventIndex events)
    {
        var accepted = new HashSet<string>(events.Accepted.Select(static claim => claim.FullName), StringComparer.Ordinal);
        var own = declared.GroupBy(static group => group.Type.FullName, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.First(), StringComparer.Ordinal);
        var members = memberships.Where(membership => accepted.Contains(membership.Event.FullName))
            .ToLookup(static membership => membership.Group.FullName, StringComparer.Ordinal);

        string[] names = [.. own.Keys.Concat(members.Select(static group => group.Key)).Distinct(StringComparer.Ordinal).OrderBy(static name => name, StringComparer.Ordinal)];
        var hints = HintName.Assign(names);
        _hasAccessors = events.Names.AccessorTaken is null;
        Refuse(names.Where(own.ContainsKey).Select(name => own[name]), events);
        Files = names.Select(name => File(name, own.TryGetValue(name, out var group) ? group : null, members[name], hints[name])).ToEquatableArray();
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
            string? reason = events.WhyTaken(group.Accessor)
                ?? (accessors.TryGetValue(group.Accessor, out string? other) ? $"it is the accessor of '{other}'" : null)
                ?? (name == $"{events.Names.AccessorFullName}.{group.Accessor}" ? $"the type '{name}' is nested in the accessor class" : null);
            if (reason is null) accessors.Add(group.Accessor, name);
            else _refused.Add(name, reason);
        }
    }

    private GroupFile File(string name, GroupModel? declared, IEnumerable<MembershipModel> members, string hint)
    {
        MembershipModel[] ordered =
        [
            .. members
                .OrderByDescending(static member => member.IsSealed)
                .ThenByDescending(static member => member.Depth)
                .ThenBy(static member => member.Event.FullName, StringComparer.Ordinal),
        ];
        return new GroupFile(
            declared?.Type ?? ordered[0].Group,
            declared?.Id ?? ordered[0].GroupId,
            name.Replace(".", "_"),
            hint,
            declared,
            declared is not null && _hasAccessors && !_refused.ContainsKey(name),
            ordered.ToEquatableArray());
    }
}
