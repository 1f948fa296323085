using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Aggregation;

/// <summary>All events of the project: which of them get what they reserve, and under which file name.</summary>
/// <remarks>Equal when the reservations are, so that a change inside one event leaves the index of all unchanged.</remarks>
internal sealed class EventIndex : IEquatable<EventIndex>
{
    private readonly EquatableArray<NameReservation> _reservations;
    private readonly EquatableArray<ReferencedEventModel> _referenced;
    private readonly Dictionary<string, NameReservation> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventConflict> _conflicts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameReservation> _accessors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _nested;
    private readonly Dictionary<string, string> _hints;

    public EventIndex(IEnumerable<NameReservation> reservations, GeneratedNames names, WrittenMembersModel written, EquatableArray<ReferencedEventModel> referenced)
    {
        _reservations = reservations.OrderBy(static reservation => reservation.FullName, StringComparer.Ordinal).ToEquatableArray();
        Names = names;
        Written = written;
        _referenced = referenced;

        var byReferencedId = new Dictionary<string, ReferencedEventModel>(StringComparer.Ordinal);
        foreach (var one in referenced)
        {
            if (!byReferencedId.ContainsKey(one.Id)) byReferencedId.Add(one.Id, one);
        }

        _nested = new HashSet<string>(
            _reservations.Where(reservation => reservation.ContainingType == names.AccessorFullName)
                .Select(reservation => reservation.FullName.Substring(names.AccessorFullName.Length + 1)),
            StringComparer.Ordinal);
        var ids = new Dictionary<string, NameReservation>(StringComparer.Ordinal);
        foreach (var reservation in _reservations)
        {
            var conflict = new EventConflict(
                ids.TryGetValue(reservation.Id, out var sameId) ? sameId.FullName : null,
                byReferencedId.TryGetValue(reservation.Id, out var sameReferencedId) ? sameReferencedId : null,
                WhyTaken(reservation.Accessor));
            if (conflict.Exists)
            {
                _conflicts[reservation.FullName] = conflict;
                continue;
            }

            ids.Add(reservation.Id, reservation);
            _accessors.Add(reservation.Accessor, reservation);
            if (names.AccessorTaken is null) _accepted[reservation.FullName] = reservation;
        }

        _hints = HintName.Assign(Accepted.Select(static reservation => reservation.Accessor));
    }

    /// <summary>The names of what is generated.</summary>
    public GeneratedNames Names { get; }

    /// <summary>The members that are written by hand.</summary>
    public WrittenMembersModel Written { get; }

    /// <summary>The events that are generated, by accessor name.</summary>
    public IEnumerable<NameReservation> Accepted => _accepted.Values.OrderBy(static reservation => reservation.Accessor, StringComparer.Ordinal);

    /// <summary>Why the event is left out; <see langword="null"/> when it is not.</summary>
    public EventConflict? ConflictOf(string fullName) => _conflicts.TryGetValue(fullName, out var conflict) ? conflict : null;

    /// <summary>Why nothing else can be called so in the class of accessors; <see langword="null"/> when it can.</summary>
    public string? WhyTaken(string accessor)
    {
        if (_accessors.TryGetValue(accessor, out var other)) return $"it is the accessor of '{other.FullName}'";
        if (Names.Accessor.TrimStart('@') == accessor) return "it is the name of the accessor class itself";
        if (_nested.Contains(accessor)) return $"the type '{Names.AccessorFullName}.{accessor}' is nested in the accessor class";
        return Written.OfAccessorClass.Contains(accessor) ? $"the accessor class has a member of that name, which is written by hand" : null;
    }

    /// <summary>The distinct part of the event's file name; <see langword="null"/> when it is left out.</summary>
    public string? HintOf(EventModel model) => _accepted.TryGetValue(model.Type.FullName, out var reservation) ? _hints[reservation.Accessor] : null;

    public static NameReservation Reserve(EventModel model) => new(
        model.Type.FullName, model.Type.Global, model.ContainingType, model.Id, model.Accessor, model.Construction is not null, model.Suppressions.NeedsObsoleteContext, IsPlain(model));

    /// <summary>What an event reserves, as far as conflicts go.</summary>
    public static NameReservation Reserve(EventIdentity identity) =>
        new(identity.Type.FullName, identity.Type.Global, identity.ContainingType, identity.Id, identity.Accessor, HasParts: false, NeedsObsoleteContext: false, IsPlain: false);

    // Nothing of it is asked for when a bus starts, and the module can name it.
    private static bool IsPlain(EventModel model) => !model.IsDurable && model.Publishers.Count == 0 && model.Triggers.Count == 0 && model.Suppressions.Equals(SuppressionModel.None);

    public bool Equals(EventIndex? other) => other is not null && Names.Equals(other.Names) && Written.Equals(other.Written) && _referenced.Equals(other._referenced) && _reservations.Equals(other._reservations);

    public override bool Equals(object? obj) => Equals(obj as EventIndex);

    public override int GetHashCode() => _reservations.GetHashCode();
}
