namespace EventGen.EventContracts;

/// <summary>Compares two contracts of one version of an event. Used once.</summary>
internal sealed class ContractComparison
{
    private readonly ContractVersion _old;
    private readonly ContractVersion _new;
    private readonly List<ContractChange> _changes = [];

    // Types that contain themselves are compared once.
    private readonly HashSet<(string Old, string New)> _compared = [];

    private ContractComparison(ContractVersion old, ContractVersion @new) => (_old, _new) = (old, @new);

    /// <summary>All differences, compatible ones too, in the order of the parts; none when the two are equal on the wire.</summary>
    public static IReadOnlyList<ContractChange> Compare(ContractVersion old, ContractVersion @new)
    {
        var comparison = new ContractComparison(old, @new);
        if (old.Key != @new.Key) comparison.Add(new ContractPlace(), $"the key was {Named(old.Key)} and is {Named(@new.Key)}", backward: true, forward: true);
        comparison.Values(old.Payload, @new.Payload, new ContractPlace());
        return comparison._changes;
    }

    /// <summary>Whether a value of one schema may be read as one of the other, each way.</summary>
    /// <returns>False when something breaks one of the promised ways.</returns>
    public static bool AreCompatible(ContractVersion old, ContractSchema oldSchema, ContractVersion @new, ContractSchema newSchema, ContractPromise promise)
    {
        var comparison = new ContractComparison(old, @new);
        comparison.Values(oldSchema, newSchema, new ContractPlace());
        return !comparison._changes.Exists(change => change.Breaks(promise));
    }

    private void Values(ContractSchema old, ContractSchema @new, ContractPlace place)
    {
        if (old.Kind == ContractSchemaKind.Any && @new.Kind == ContractSchemaKind.Any) return;
        if (TypeChange(old, @new) is var (backward, forward))
        {
            Add(place, $"{place} was {ContractNames.Of(old)} and is {ContractNames.Of(@new)}", backward, forward);
            if (backward && forward) return;
        }

        if (old.AllowsNull != @new.AllowsNull)
            Add(place, @new.AllowsNull ? $"{place} may be null now" : $"{place} may not be null any more", backward: old.AllowsNull, forward: @new.AllowsNull);

        switch (@new.Kind)
        {
            case ContractSchemaKind.List:
                Values(old.Items!, @new.Items!, place.Inside("[]"));
                break;
            case ContractSchemaKind.Map:
                if (old.Keys is { } oldKeys && @new.Keys is { } keys) Values(oldKeys, keys, place.Inside("{}"));
                Values(old.Items!, @new.Items!, place.Inside("{}"));
                break;
            case ContractSchemaKind.Reference when _compared.Add((old.Format, @new.Format)):
                Definitions(_old.Definitions[old.Format], _new.Definitions[@new.Format], place with { Definition = @new.Format });
                break;
        }
    }

    // Which ways the change of a type breaks; null when the two are of one type.
    private (bool Backward, bool Forward)? TypeChange(ContractSchema old, ContractSchema @new)
    {
        if (IsNumber(old) && IsNumber(@new))
        {
            var (from, to) = (NumberFormat.Find(old.Format)!, NumberFormat.Find(@new.Format)!);
            bool named = old.Kind == ContractSchemaKind.NumberOrName, isNamed = @new.Kind == ContractSchemaKind.NumberOrName;
            if (from.Name == to.Name && named == isNamed) return null;
            return (!from.FitsIn(to) || (named && !isNamed), !to.FitsIn(from) || (isNamed && !named));
        }

        if (old.Kind != @new.Kind) return (true, true);
        return @new.Kind switch
        {
            ContractSchemaKind.Map => (old.Keys is null) == (@new.Keys is null) ? null : (true, true),
            ContractSchemaKind.Reference => IsOfOneKind(_old.Definitions[old.Format], _new.Definitions[@new.Format]) ? null : (true, true),
            _ => old.Format == @new.Format ? null : (true, true),
        };
    }

    private static bool IsNumber(ContractSchema schema) => schema.Kind is ContractSchemaKind.Number or ContractSchemaKind.NumberOrName;

    private static bool IsOfOneKind(ContractDefinition old, ContractDefinition @new) => (old, @new) switch
    {
        (ContractEnum one, ContractEnum other) => one.IsText == other.IsText && one.IsFlags == other.IsFlags,
        (ContractUnion one, ContractUnion other) => one.Discriminator == other.Discriminator,
        _ => old.GetType() == @new.GetType(),
    };

    private void Definitions(ContractDefinition old, ContractDefinition @new, ContractPlace place)
    {
        switch (@new)
        {
            case ContractObject parts:
                Objects((ContractObject)old, parts, place);
                break;
            case ContractEnum members:
                Enums((ContractEnum)old, members, place);
                break;
            case ContractUnion union:
                Unions((ContractUnion)old, union, place);
                break;
        }
    }

    private void Objects(ContractObject old, ContractObject @new, ContractPlace place)
    {
        var renamed = RenamedParts.Find(old, @new);
        foreach (var part in @new.Parts)
        {
            var at = place.Of(part);
            if (old.Find(part.Name) is { } before)
            {
                if (before.IsRequired != part.IsRequired)
                {
                    Add(at, part.IsRequired ? $"{at} is required now" : $"{at} is not required any more", backward: part.IsRequired, forward: !part.IsRequired,
                        part.IsRequired ? ContractRemedy.MakeOptional : ContractRemedy.Undo);
                }

                if (before.IsSensitive != part.IsSensitive) Add(at, part.IsSensitive ? $"{at} is sensitive now" : $"{at} is not sensitive any more", backward: false, forward: false);
                Values(before.Schema, part.Schema, at);
            }
            else if (renamed.TryGetValue(part.Name, out string? name))
            {
                _changes.Add(Change(at, $"the part '{place.Path(name)}' is called '{part.Name}' now", backward: true, forward: true) with { Remedy = ContractRemedy.KeepName, OldName = name });
            }
            else
            {
                AddedPart(old, part, at);
            }
        }

        foreach (var part in old.Parts)
        {
            if (@new.Find(part.Name) is null && !renamed.ContainsValue(part.Name))
                Add(place, $"the part '{place.Path(part.Name)}' was removed", backward: @new.IsClosed, forward: part.IsRequired);
        }

        if (old.IsClosed != @new.IsClosed)
            Add(place, @new.IsClosed ? $"{place} rejects parts that it does not know now" : $"{place} accepts parts that it does not know now", backward: false, forward: false);
    }

    private void AddedPart(ContractObject old, ContractPart part, ContractPlace at)
    {
        var reserved = old.Reserved.FirstOrDefault(gone => gone.Name == part.Name);
        if (reserved is not null && !AreCompatible(_old, reserved.Schema, _new, part.Schema, ContractPromise.Full))
        {
            Add(at, $"{at} is new and has the name of one that was removed, which was {ContractNames.Of(reserved.Schema)}", backward: true, forward: true);
            return;
        }

        Add(at, part.IsRequired ? $"{at} is new and required" : $"{at} is new", backward: part.IsRequired, forward: old.IsClosed,
            part.IsRequired ? ContractRemedy.MakeOptional : ContractRemedy.Undo);
    }

    private void Enums(ContractEnum old, ContractEnum @new, ContractPlace place)
    {
        foreach (var member in @new.Members)
        {
            // A number may get another name, as only the number is on the wire. A name that gets another number means something else to whoever knows the name.
            if (old.Members.FirstOrDefault(other => other.Name == member.Name) is { } before)
            {
                if (before.Value != member.Value) Add(place, $"{place} has the value '{member.Name}' as {member.Value}, which was {before.Value}", backward: true, forward: true);
            }
            else if (@new.IsText || !old.Members.Any(other => other.Value == member.Value))
            {
                Add(place, $"{place} has the new value '{member.Name}'", backward: false, forward: true);
            }
        }

        foreach (var member in old.Members)
        {
            if (!@new.Members.Any(other => other.Name == member.Name || (!@new.IsText && other.Value == member.Value)))
                Add(place, $"{place} has the value '{member.Name}' no more", backward: true, forward: false);
        }
    }

    private void Unions(ContractUnion old, ContractUnion @new, ContractPlace place)
    {
        foreach (var item in @new.Cases)
        {
            if (old.Cases.FirstOrDefault(other => other.Value == item.Value) is not { } before)
                Add(place, $"{place} can be {Named(item)} now", backward: false, forward: true);
            else if (before.Definition != item.Definition && old.Cases.FirstOrDefault(other => other.Definition == item.Definition) is { } moved)
                Add(place, $"{place} has '{item.Definition}' as {Named(item)}, which was {Named(moved)}", backward: true, forward: true);
            else if (_compared.Add((before.Definition, item.Definition)))
                Definitions(_old.Definitions[before.Definition], _new.Definitions[item.Definition], place with { Definition = item.Definition });
        }

        foreach (var item in old.Cases)
        {
            if (!@new.Cases.Any(other => other.Value == item.Value)) Add(place, $"{place} cannot be {Named(item)} any more", backward: true, forward: false);
        }
    }

    private static string Named(ContractCase item) => item.Value.Length == 0 ? "an object without a discriminator" : item.Value.Replace('"', '\'');

    private static string Named(string key) => key.Length == 0 ? "none" : $"'{key}'";

    private void Add(ContractPlace place, string fact, bool backward, bool forward, ContractRemedy remedy = ContractRemedy.Undo) =>
        _changes.Add(Change(place, fact, backward, forward) with { Remedy = remedy });

    private static ContractChange Change(ContractPlace place, string fact, bool backward, bool forward) =>
        new(fact, backward, forward) { Root = place.Root, Part = place.Part, Definition = place.Definition };
}
