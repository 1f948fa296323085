namespace EventGen.EventContracts;

/// <summary>A place in a payload, on the way from its root.</summary>
internal sealed record ContractPlace
{
    private string _path = "";

    /// <summary>The payload's own part on the way; <see langword="null"/> at the root.</summary>
    public ContractPart? Root { get; private init; }

    /// <summary>The last part on the way.</summary>
    public ContractPart? Part { get; private init; }

    /// <summary>The definition that the place is in; empty at the root.</summary>
    public string Definition { get; init; } = "";

    /// <summary>The place of a part of the object that is here.</summary>
    public ContractPlace Of(ContractPart part) => this with { Root = Root ?? part, Part = part, _path = Path(part.Name) };

    /// <summary>The place of the elements of the list, or the values of the map, that is here.</summary>
    public ContractPlace Inside(string brackets) => this with { _path = _path + brackets };

    /// <summary>The path of a part of the object that is here: <c>Lines[].Sku</c>.</summary>
    public string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public override string ToString() => _path.Length == 0 ? "the payload" : $"the part '{_path}'";
}
