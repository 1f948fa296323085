namespace EventGen.EntityFrameworkCore.Tests.Shop;

public sealed class Order
{
    public Guid Id { get; set; } = Guid.NewGuid();

    public string Number { get; set; } = "";
}
