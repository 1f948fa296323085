using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Hosting.Tests.Shop;

/// <summary>Asks for keyed, optional and scoped services, and for the provider itself.</summary>
internal sealed class SearchParty(
    [FromKeyedServices("night")] Shift night, IServiceProvider services, Visit visit, Journal journal, Phone? phone = null)
{
    [Subscribe]
    public void Start(ParcelLost lost, [FromKeyedServices("day")] Shift day)
    {
        bool scoped = ReferenceEquals(visit, services.GetRequiredService<Visit>());
        journal.Write($"{lost.Number}: {night.Name}, then {day.Name}; phone {phone?.Number ?? "none"}; provider of {(scoped ? "this visit" : "another")}");
    }
}
