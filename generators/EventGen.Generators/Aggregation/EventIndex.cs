using EventGen.Generators.Emission;
using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>All events of the project: which of them get what they claim, and under which file name.</summary>
/// <remarks>Equal when the claims are, so that a change inside one event leaves the index of all unchanged.</remarks>
internal sealed class EventIndex : IEquatable<EventIndex>
{
    private readonly EquatableArray<NameReservation> _claims;
    private readonly EquatableArray<ReferencedEventModel> _referenced;
    private readonly Dictionary<string, NameReservation> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventConflict> _conflicts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameReservation> _accessors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nested;
    private readonly Dictionary<string, string> _hints;

    public EventIndex(IEnumerable<NameReservation> claims, GeneratedNames names, EquatableArray<ReferencedEventModel> referenced)
    {
        _claims = claims.OrderBy(static claim => claim.FullName, StringComparer.Ordinal).ToEquatableArray();
        Names = names;
        _referenced = referenced;

        var foreign = new Dictionary<string, ReferencedEventModel>(StringComparer.Ordinal);
        foreach (var one in referenced)
        {
            if (!foreign.ContainsKey(one.Id)) foreign.Add(one.Id, one);
        }

        _nested = new HashSet<string>(
            _claims.Where(claim => claim.ContainingType == names.AccessorFullName)
                .Select(claim => claim.FullName.Substring(names.AccessorFullName.Length + 1)),
            StringComparer.Ordinal);
        var ids = new Dictionary<string, NameReservation>(StringComparer.Ordinal);
        foreach (var claim in _claims)
        {
            var conflict = new EventConflict(
                ids.TryGetValue(claim.Id, out var sameId) ? sameId.FullName : null,
                foreign.TryGetValue(claim.Id, out var sameReferencedId) ? sameReferencedId : null,
                WhyTaken(claim.Accessor));
            if (conflict.Exists)
            {
                _conflicts[claim.FullName] = conflict;
                continue;
            }

            ids.Add(claim.Id, claim);
            _accessors.Add(claim.Accessor, claim);
            if (names.AccessorTaken is null) _accepted[claim.FullName] = claim;
        }

        _hints = HintName.Assign(Accepted.Select(static claim => claim.Accessor));
    }

    /// <summary>The names of what is generated.</summary>
    public GeneratedNames Names { get; }

    /// <summary>The events that are generated, by accessor name.</summary>
    public IEnumerable<NameReservation> Accepted => _accepted.Values.OrderBy(static claim => claim.Accessor, StringComparer.Ordinal);

    /// <summary>Why the event is left out; <see langword="null"/> when it is not.</summary>
    public EventConflict? ConflictOf(string fullName) => _conflicts.TryGetValue(fullName, out var conflict) ? conflict : null;

    /// <summary>Why nothing else can be called so in the class of accessors; <see langword="null"/> when it can.</summary>
    public string? WhyTaken(string accessor)
    {
        if (_accessors.TryGetValue(accessor, out var other)) return $"it is the accessor of '{other.FullName}'";
        if (Names.Accessor.TrimStart('@') == accessor) return "it is the name of the accessor class itself";
        if (_nested.Contains(accessor)) return $"the type '{Names.AccessorFullName}.{accessor}' is nested in the accessor class";
        return Names.AccessorMembers.Contains(accessor) ? $"the accessor class has a member of that name, which is written by hand" : null;
    }

    /// <summary>The distinct part of the event's file name; <see langword="null"/> when it is left out.</summary>
    public string? HintOf(EventModel model) => _accepted.TryGetValue(model.Type.FullName, out var claim) ? _hints[claim.Accessor] : null;

    public static NameReservation Reserve(EventModel model) => new(
        model.Type.FullName, model.Type.Global, model.ContainingType, model.Id, model.Accessor, model.Construction is not null, model.Suppressions.NeedsObsoleteContext);

    /// <summary>The claim for a look at conflicts alone.</summary>
    public static NameReservation Reserve(EventIdentity identity) =>
        new(identity.Type.FullName, identity.Type.Global, identity.ContainingType, identity.Id, identity.Accessor, HasParts: false, NeedsObsoleteContext: false);

    public bool Equals(EventIndex? other) => other is not null && Names.Equals(other.Names) && _referenced.Equals(other._referenced) && _claims.Equals(other._claims);

    public override bool Equals(object? obj) => Equals(obj as EventIndex);

    public override int GetHashCode() => _claims.GetHashCode();
}
