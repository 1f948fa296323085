namespace EventGen.Hosting.Tests.Shop;

/// <summary>A static handler whose services are parameters.</summary>
internal static class Manifest
{
    [Subscribe(Order = 2)]
    public static void Add(ParcelSent sent, Visit visit, Journal journal) => journal.Write($"manifest {sent.Number} in visit {visit.Number}");
}
