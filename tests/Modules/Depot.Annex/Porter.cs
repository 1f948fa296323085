namespace Depot.Contracts;

/// <summary>Names the class of accessors where two assemblies have one of that full name.</summary>
public static class Porter
{
    public static string[] Names() =>
    [
        Events.AnnexOpened.Descriptor.Id,
        Events.OrderPlaced.Descriptor.Id,
        Events.PriceChanged.Descriptor.Id,
    ];
}
