namespace Depot.App.Tests;

/// <summary>The handlers of <see cref="Contracts.OrderPlaced"/>, which come from three assemblies, in the documented order.</summary>
internal static class DepotHandlers
{
    /// <summary>Of the program and all it references.</summary>
    public static readonly string[] OfOrderPlaced =
    [
        "Depot.Ledger.Open",         // Billing, order -5
        "Depot.Alarm.Ring",          // Stock
        "Depot.Bell.Ring",           // Billing
        "Depot.Clerk.Note",          // App
        "Depot.Docks.Take",          // Stock
        "Depot.Docks.LeaveAsync",    // Stock, order 5
        "Depot.Ledger.CloseAsync",   // Billing, order 10
    ];

    /// <summary>Of the stock alone.</summary>
    public static readonly string[] OfOrderPlacedInStock = ["Depot.Alarm.Ring", "Depot.Docks.Take", "Depot.Docks.LeaveAsync"];

    /// <summary>Of the test project, and so of all.</summary>
    public static readonly string[] OfOrderPlacedWithTests = [OfOrderPlaced[0], OfOrderPlaced[1], "Depot.App.Tests.Inspector.Watch", .. OfOrderPlaced[2..]];
}
