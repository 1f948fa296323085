using EventGen.Generators.Emit;
using EventGen.Generators.Models;

namespace EventGen.Generators.Joining;

/// <summary>All events of the project: which of them get what they claim, and under which file name.</summary>
/// <remarks>Equal when the claims are, so that a change inside one event leaves the index of all unchanged.</remarks>
internal sealed class EventIndex : IEquatable<EventIndex>
{
    private readonly EquatableArray<EventClaim> _claims;
    private readonly GeneratedNames _names;
    private readonly EquatableArray<ReferencedEventModel> _referenced;
    private readonly Dictionary<string, EventClaim> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventConflict> _conflicts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hints;

    public EventIndex(IEnumerable<EventClaim> claims, GeneratedNames names, EquatableArray<ReferencedEventModel> referenced)
    {
        _claims = claims.OrderBy(static claim => claim.FullName, StringComparer.Ordinal).ToEquatableArray();
        _names = names;
        _referenced = referenced;

        var foreign = new Dictionary<string, ReferencedEventModel>(StringComparer.Ordinal);
        foreach (var one in referenced)
        {
            if (!foreign.ContainsKey(one.Id)) foreign.Add(one.Id, one);
        }

        var nested = new HashSet<string>(
            _claims.Where(claim => claim.ContainingType == names.AccessorFullName)
                .Select(claim => claim.FullName.Substring(names.AccessorFullName.Length + 1)),
            StringComparer.Ordinal);
        var ids = new Dictionary<string, EventClaim>(StringComparer.Ordinal);
        var accessors = new Dictionary<string, EventClaim>(StringComparer.Ordinal);
        foreach (var claim in _claims)
        {
            var conflict = new EventConflict(
                ids.TryGetValue(claim.Id, out var sameId) ? sameId.FullName : null,
                foreign.TryGetValue(claim.Id, out var sameForeignId) ? sameForeignId : null,
                AccessorTaken(claim, accessors, nested, names));
            if (conflict.Exists)
            {
                _conflicts[claim.FullName] = conflict;
                continue;
            }

            ids.Add(claim.Id, claim);
            accessors.Add(claim.Accessor, claim);
            if (names.AccessorTaken is null) _accepted[claim.FullName] = claim;
        }

        _hints = HintName.Assign(Accepted.Select(static claim => claim.Accessor));
    }

    /// <summary>The first event by full name; <see langword="null"/> when there is none.</summary>
    public string? First => _claims.Count == 0 ? null : _claims[0].FullName;

    /// <summary>The events that are generated, by accessor name.</summary>
    public IEnumerable<EventClaim> Accepted => _accepted.Values.OrderBy(static claim => claim.Accessor, StringComparer.Ordinal);

    /// <summary>Why the event is left out; <see langword="null"/> when it is not.</summary>
    public EventConflict? ConflictOf(string fullName) => _conflicts.TryGetValue(fullName, out var conflict) ? conflict : null;

    /// <summary>The distinct part of the event's file name; <see langword="null"/> when it is left out.</summary>
    public string? HintOf(EventModel model) => _accepted.TryGetValue(model.Type.FullName, out var claim) ? _hints[claim.Accessor] : null;

    public static EventClaim Claim(EventModel model) => new(
        model.Type.FullName, model.ContainingType, model.Id, model.Accessor, model.Construction is not null, model.Suppressions.NeedsObsoleteContext);

    /// <summary>The claim for a look at conflicts alone.</summary>
    public static EventClaim Claim(EventIdentity identity) =>
        new(identity.Type.FullName, identity.ContainingType, identity.Id, identity.Accessor, HasParts: false, NeedsObsoleteContext: false);

    public bool Equals(EventIndex? other) => other is not null && _names.Equals(other._names) && _referenced.Equals(other._referenced) && _claims.Equals(other._claims);

    public override bool Equals(object? obj) => Equals(obj as EventIndex);

    public override int GetHashCode() => _claims.GetHashCode();

    private static string? AccessorTaken(EventClaim claim, Dictionary<string, EventClaim> accessors, HashSet<string> nested, GeneratedNames names)
    {
        if (accessors.TryGetValue(claim.Accessor, out var other)) return $"it is the accessor of '{other.FullName}'";
        if (names.Accessor.TrimStart('@') == claim.Accessor) return "it is the name of the accessor class itself";
        return nested.Contains(claim.Accessor) ? $"the type '{names.AccessorFullName}.{claim.Accessor}' is nested in the accessor class" : null;
    }
}
