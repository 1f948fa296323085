using EventGen.Generators.Emit;
using EventGen.Generators.Models;

namespace EventGen.Generators.Joining;

/// <summary>All groups that the project declares or has events in.</summary>
internal sealed class GroupIndex : IEquatable<GroupIndex>
{
    public GroupIndex(IEnumerable<GroupModel> declared, IEnumerable<MembershipModel> memberships, EventIndex events)
    {
        var accepted = new HashSet<string>(events.Accepted.Select(static claim => claim.FullName), StringComparer.Ordinal);
        var taken = new HashSet<string>(events.Accepted.Select(static claim => claim.Accessor), StringComparer.Ordinal);
        var own = declared.GroupBy(static group => group.Type.FullName, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.First(), StringComparer.Ordinal);
        var members = memberships.Where(membership => accepted.Contains(membership.Event.FullName))
            .ToLookup(static membership => membership.Group.FullName, StringComparer.Ordinal);

        string[] names = [.. own.Keys.Concat(members.Select(static group => group.Key)).Distinct(StringComparer.Ordinal).OrderBy(static name => name, StringComparer.Ordinal)];
        var hints = HintName.Assign(names);
        Files = names.Select(name => File(name, own.TryGetValue(name, out var group) ? group : null, members[name], hints[name], taken)).ToEquatableArray();
    }

    /// <summary>The groups, by full name.</summary>
    public EquatableArray<GroupFile> Files { get; }

    /// <summary>Whether code that adds some group is itself obsolete.</summary>
    public bool CallsObsolete => Files.Any(static file =>
        file.Declared is { Suppressions.NeedsObsoleteContext: true } || file.Members.Any(static member => member.Suppressions.NeedsObsoleteContext));

    public bool Equals(GroupIndex? other) => other is not null && Files.Equals(other.Files);

    public override bool Equals(object? obj) => Equals(obj as GroupIndex);

    public override int GetHashCode() => Files.GetHashCode();

    // An accessor that an event has, or another group, is theirs; rule EVG1004 says so.
    private static GroupFile File(string name, GroupModel? declared, IEnumerable<MembershipModel> members, string hint, HashSet<string> taken)
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
            declared is not null && taken.Add(declared.Accessor) ? declared : null,
            ordered.ToEquatableArray());
    }
}
